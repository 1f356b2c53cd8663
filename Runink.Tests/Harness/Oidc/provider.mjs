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
      redirect_uris: ["http://127.0.0.1/signin-oidc"], post_logout_redirect_uris: ["http://127.0.0.1/signout-callback-oidc"],
    }],
    claims: { openid: ["sub"], profile: ["name", "preferred_username", "roles"], email: ["email"] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: "Rosa Klein", preferred_username: id, email: "rosa@hospital.example", roles: ["Nurse", "everybody"] }) }),
    features: { devInteractions: { enabled: true } },
  });
  // The app takes a free port, so its address is known only once it runs.
  const isOurs = (uri, path) => new URL(uri).hostname === "127.0.0.1" && new URL(uri).pathname === path;
  provider.Client.prototype.redirectUriAllowed = uri => isOurs(uri, "/signin-oidc");
  provider.Client.prototype.postLogoutRedirectUriAllowed = uri => isOurs(uri, "/signout-callback-oidc");
  server.on("request", provider.callback());
  console.log(`ready ${issuer}`);
});
