"""The console: pages made here, in the browser's own HTML, with htmx for what changes while one reads.

To add a page:

* `broker/console/<name>.py`: handlers `async def name(request) -> Response`, each marked `@needs(Role.X)`
  (who.py); a handler without a mark stops the start. At the end `ROUTES = (Route("/avvik", listed), …)`.
  `desk_of(request)` has store, agreement, settings, clock (`desk.now()`), producer; `user_of(request)` who
  asks.
* Add the module to PAGES in app.py. A new place in the shell is a row of places.py; it shows when its path
  has a page.
* `templates/<name>.html` begins with `{% extends "shell.html" %}` and fills `title`, `main`, and `live` with
  what it follows (live.py). Shared macros: parts.html (pager, empty, reason, sign, news, exports). `return
  render(request, "name.html", rows=…)` (shown.py). Everything is escaped; `|safe` is not used. In templates:
  `tid(moment)`, `csrf_field()` in each form that posts, `query(side=2)` for the same list with another
  filter, `static("x.css")`, filters number, counted, day, short, span, left, size. A table whose rows open
  has `data-rader`, and in each row one link: j, k, Enter and clicks work by themselves. Wide tables stand in
  `<div class="rulle">`.
* No inline script or style, no on… attributes, no hx-on, no trigger filters `[…]`, no `js:`: the policy
  forbids them. A page's own CSS or JS is a file in static/, loaded in `{% block head %}`. Drawings are SVG
  with classes, or attributes (x, width), not style="".
* Filters live in the address: `filters_of`, `page_of` (lists.py). Kommune: `user.limited(chosen)` for lists
  (None is all), `user.sees(kommune)` for one thing, else `raise HTTPException(404)`.
* What changes something is a POST whose form has csrf_field(); htmx sends the token by itself. Take the
  reason with `reason_of(form)` (reasons.py), do it and `audit.note(conn, desk.now(), user.id, "avvik.lukk",
  about, why)` in one `async with desk.store.begin() as conn`, and answer `onward(request, "/avvik/…",
  "Avviket er lukket.")`.
* Lists are exported with `export(kind, "avvik", columns, rows)` (export.py).
* The store away raises Transient: the shell says so, nothing needs to be done in a page.
* Tests: `async with logged_in(tmp_path, "koordinator") as browser: await browser.get("/avvik")`
  (tests/consoles.py); `browser.post(path, fields, on="/avvik/…")` sends a form of a page with its token.
"""
