"""OAuth: the page where a person lets the app into a workspace, and the token it gets for that."""

from urllib.parse import urlencode

from tests.slack_server.method import Refused, Request, method
from tests.slack_server.payloads import filled
from tests.slack_server.values import App, Bot, Code, Json
from tests.slack_server.world import World

CODE_SECONDS = 600


def install(world: World, app: App, team: str, scopes: tuple[str, ...] = ()) -> Bot:
    """Puts the app's bot into a workspace, with a token of its own."""
    before = next((b for b in world.bots.values() if b.team == team and b.app == app.id), None)
    user = before.user if before else world.bot_user(team, app.name)
    bot_id = before.id if before else world.new("B")
    token = f"xoxb-{team}-{world.new('k').lower()}"
    bot = Bot(bot_id, team, user, app.name, app.id, token, scopes or app.scopes)
    world.bots[token] = bot
    return bot


def authorised(world: World, query: dict[str, str]) -> str:
    """Where the person is sent who presses Allow; the team in the query, or the only one."""
    app = world.app
    if query.get("client_id") != app.client_id:
        return "/oauth/error?error=invalid_client_id"
    redirect, state = query.get("redirect_uri", ""), query.get("state", "")
    if world.refuses_to_install:
        return f"{redirect}?{urlencode({'error': 'access_denied', 'state': state})}"
    team = query.get("team") or next(iter(world.teams))
    user = next((u.id for u in world.users.values() if u.team == team and not u.is_bot), "")
    scopes = tuple(scope for scope in query.get("scope", "").split(",") if scope)
    code = world.new("code")
    world.codes[code] = Code(team, user, scopes, redirect, world.clock.now())
    return f"{redirect}?{urlencode({'code': code, 'state': state})}"


@method("oauth.v2.access", kind="none")
def oauth_access(asked: Request) -> Json:
    world, app = asked.world, asked.world.app
    if asked.text("client_id") != app.client_id:
        raise Refused("invalid_client_id")
    if asked.text("client_secret") != app.client_secret:
        raise Refused("bad_client_secret")
    code = world.codes.pop(asked.text("code"), None)
    if code is None or world.clock.now() - code.at > CODE_SECONDS:
        raise Refused("invalid_code")
    if asked.args.has("redirect_uri") and asked.text("redirect_uri") != code.redirect:
        raise Refused("bad_redirect_uri")
    return _granted(world, code)


def _granted(world: World, code: Code) -> Json:
    bot, team = install(world, world.app, code.team, code.scopes), world.teams[code.team]
    return filled(
        "oauth_v2_access",
        app_id=bot.app,
        authed_user={"id": code.user},
        scope=",".join(bot.scopes),
        access_token=bot.token,
        bot_user_id=bot.user,
        team={"id": team.id, "name": team.name},
        enterprise={"id": team.enterprise, "name": team.name} if team.enterprise else None,
    )


@method("apps.connections.open", kind="app")
def connections_open(asked: Request) -> Json:
    """The address of a websocket; its ticket lets one connection in."""
    ticket = asked.world.new("ticket")
    asked.world.tickets.add(ticket)
    base = asked.base.replace("http://", "ws://")
    return {"ok": True, "url": f"{base}/socket/{ticket}?app_id={asked.world.app.id}"}


@method("apps.uninstall")
def apps_uninstall(asked: Request) -> Json:
    if asked.text("client_id") != asked.world.app.client_id:
        raise Refused("invalid_client_id")
    asked.bot.gone = "account_inactive"
    return {"ok": True}
