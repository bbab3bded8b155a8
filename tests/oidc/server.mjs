// A certified OpenID provider for tests: whoever types a name is that person; "name" tells the groups too.
// Arguments: port, client id, client secret, the console's address.
import { Provider } from "oidc-provider";

const [port, client_id, client_secret, back] = process.argv.slice(2);

const findAccount = (_, sub) => ({
  accountId: sub,
  claims: () => ({ sub, name: `${sub[0].toUpperCase()}${sub.slice(1)}`, groups: sub.split(".").slice(1) }),
});

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id,
    client_secret,
    redirect_uris: [`${back}/logg-inn/retur`],
    post_logout_redirect_uris: [`${back}/logg-inn`],
    grant_types: ["authorization_code"],
    response_types: ["code"],
  }],
  claims: { openid: ["sub", "groups"], profile: ["name"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  findAccount,
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
