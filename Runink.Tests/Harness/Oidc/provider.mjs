// A certified OpenID Connect provider (oidc-provider) on a free port of loopback, for the tests: one client, whoever signs in is "rosa.klein".
import http from "node:http";
import { pathToFileURL } from "node:url";

const { Provider } = await import(pathToFileURL(process.argv[2]).href);
const server = http.createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: "runink", client_secret: "a secret of the tests", token_endpoint_auth_method: "client_secret_post",
      backchannel_logout_uri: "http://127.0.0.1/signout/backchannel", backchannel_logout_session_required: true,
      redirect_uris: ["http://127.0.0.1/signin-oidc"], post_logout_redirect_uris: ["http://127.0.0.1/signout-callback-oidc"],
    }],
    claims: { openid: ["sub"], profile: ["name", "preferred_username", "roles"], email: ["email"] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: "Rosa Klein", preferred_username: id, email: "rosa@hospital.example", roles: ["Nurse", "everybody"] }) }),
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
    // The app is on loopback here, which the library's own client does not call.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  });
  // The app takes a free port, so its address is known only once it runs.
  const isOurs = (uri, path) => new URL(uri).hostname === "127.0.0.1" && new URL(uri).pathname === path;
  let app = null;
  provider.Client.prototype.redirectUriAllowed = uri => { app = new URL(uri).origin; return isOurs(uri, "/signin-oidc"); };
  const tell = provider.Client.prototype.backchannelLogout;
  provider.Client.prototype.backchannelLogout = function (...about) { this.backchannelLogoutUri = `${app}/signout/backchannel`; return tell.apply(this, about); };
  provider.Client.prototype.postLogoutRedirectUriAllowed = uri => isOurs(uri, "/signout-callback-oidc");
  server.on("request", provider.callback());
  console.log(`ready ${issuer}`);
});
