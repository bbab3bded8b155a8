// A certified OpenID provider for tests: whoever types a name is that person; "name" tells the groups too.
// Arguments: port, client id, client secret, the console's address, public key (JWK) of a client "<id>-key".
// That one is as HelseID wants them: known by its key alone, begins with PAR, and shows DPoP with our nonce.
import { Provider } from "oidc-provider";

const [port, client_id, client_secret, back, key] = process.argv.slice(2);

const findAccount = (_, sub) => ({
  accountId: sub,
  claims: () => ({ sub, name: `${sub[0].toUpperCase()}${sub.slice(1)}`, groups: sub.split(".").slice(1) }),
});

const usual = {
  redirect_uris: [`${back}/logg-inn/retur`],
  post_logout_redirect_uris: [`${back}/logg-inn`],
  grant_types: ["authorization_code"],
  response_types: ["code"],
};

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    { client_id, client_secret, ...usual },
    {
      client_id: `${client_id}-key`,
      token_endpoint_auth_method: "private_key_jwt",
      jwks: { keys: [JSON.parse(key)] },
      require_pushed_authorization_requests: true,
      dpop_bound_access_tokens: true,
      ...usual,
    },
  ],
  features: { dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true } },
  claims: { openid: ["sub", "groups"], profile: ["name"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  findAccount,
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
