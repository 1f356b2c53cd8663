// One client's whole round against a server: node fhir-clients.mjs NAME BASE TOKEN, run from the folder of its node_modules.
import assert from "node:assert/strict";

const [, , name, base, token] = process.argv;
const authorization = { Authorization: `Bearer ${token}` };
const system = `urn:client:${name}`;
const person = (value, family) => ({ resourceType: "Patient", identifier: [{ system, value }], name: [{ family }], active: true });
const transaction = {
  resourceType: "Bundle", type: "transaction",
  entry: [
    { fullUrl: "urn:uuid:6f1f2a30-0000-4000-8000-000000000001", resource: person("t1", "Trans"), request: { method: "POST", url: "Patient" } },
    { resource: { resourceType: "Observation", status: "final", code: { text: "x" }, subject: { reference: "urn:uuid:6f1f2a30-0000-4000-8000-000000000001" }, valueString: "y" }, request: { method: "POST", url: "Observation" } },
  ],
};

async function kit() {
  const module = await import("fhir-kit-client");
  const Client = module.default?.default ?? module.default ?? module.Client ?? module;
  const client = new Client({ baseUrl: base, customHeaders: authorization });
  const statement = await client.capabilityStatement();
  assert.equal(statement.fhirVersion, "4.0.1");
  return {
    create: (body) => client.create({ resourceType: body.resourceType, body }),
    createOnce: (body, query) => client.create({ resourceType: body.resourceType, body, options: { headers: { "If-None-Exist": query } } }),
    read: (type, id) => client.read({ resourceType: type, id }),
    update: (body) => client.update({ resourceType: body.resourceType, id: body.id, body }),
    patch: (type, id, operations) => client.patch({ resourceType: type, id, jsonPatch: operations }),
    vread: (type, id, version) => client.vread({ resourceType: type, id, version }),
    history: (type, id) => client.history({ resourceType: type, id }),
    transaction: (body) => client.transaction({ body }),
    remove: (type, id) => client.delete({ resourceType: type, id }),
    async pages(type, params) {
      const bundles = [];
      for (let bundle = await client.search({ resourceType: type, searchParams: params }); bundle; bundle = await client.nextPage({ bundle })) bundles.push(bundle);
      return bundles;
    },
    status: (problem) => problem.response?.status,
  };
}

async function smart() {
  const fhir = await import("fhirclient");
  const request = { headers: { host: "localhost" }, url: "/", method: "GET", socket: {} };
  const client = (fhir.default ?? fhir)(request, {}, {}).client({ serverUrl: base, tokenResponse: { access_token: token } });
  const send = (method, url, body, headers = {}) => client.request({ url, method, body: body && JSON.stringify(body), headers: { "content-type": "application/fhir+json", ...headers } });
  return {
    create: (body) => client.create(body),
    createOnce: (body, query) => send("POST", body.resourceType, body, { "If-None-Exist": query }),
    read: (type, id) => client.request(`${type}/${id}`),
    update: (body) => client.update(body),
    patch: (type, id, operations) => client.patch(`${type}/${id}`, operations),
    vread: (type, id, version) => client.request(`${type}/${id}/_history/${version}`),
    history: (type, id) => client.request(`${type}/${id}/_history`),
    transaction: (body) => send("POST", base, body),
    remove: (type, id) => client.delete(`${type}/${id}`),
    pages: (type, params) => client.request(`${type}?${new URLSearchParams(params)}`, { pageLimit: 0 }),
    status: (problem) => problem.statusCode ?? problem.status ?? problem.response?.status,
  };
}

async function medplum() {
  const { MedplumClient } = await import("@medplum/core");
  const client = new MedplumClient({ baseUrl: base.replace(/fhir$/, ""), fhirUrlPath: "fhir", cacheTime: 0, fetch: (url, options = {}) => fetch(url, { ...options, headers: { ...options.headers, ...authorization } }) });
  return {
    create: (body) => client.createResource(body),
    createOnce: (body, query) => client.createResourceIfNoneExist(body, query),
    read: (type, id) => client.readResource(type, id),
    update: (body) => client.updateResource(body),
    patch: (type, id, operations) => client.patchResource(type, id, operations),
    vread: (type, id, version) => client.readVersion(type, id, version),
    history: (type, id) => client.readHistory(type, id),
    transaction: (body) => client.executeBatch(body),
    remove: (type, id) => client.deleteResource(type, id),
    async pages(type, params) {
      const bundles = [];
      for (let bundle = await client.search(type, params); bundle;) {
        bundles.push(bundle);
        const next = bundle.link?.find((link) => link.relation === "next")?.url;
        bundle = next ? await client.get(next) : null;
      }
      return bundles;
    },
    status: (problem) => ({ "not-found": 404, deleted: 410 })[problem.outcome?.issue?.[0]?.code],
  };
}

const client = await { "fhir-kit-client": kit, fhirclient: smart, "@medplum/core": medplum }[name]();
const created = await client.create(person("1", "First"));
assert.ok(created.id);
assert.equal((await client.read("Patient", created.id)).name[0].family, "First");
const updated = await client.update({ ...created, name: [{ family: "Second" }] });
assert.equal(updated.meta.versionId, "2");
const patched = await client.patch("Patient", created.id, [{ op: "replace", path: "/name/0/family", value: "Third" }]);
assert.equal(patched.meta.versionId, "3");
assert.equal((await client.vread("Patient", created.id, "1")).name[0].family, "First");
assert.equal((await client.history("Patient", created.id)).total, 3);
const once = await client.createOnce(person("once", "Once"), `identifier=${system}|once`);
const again = await client.createOnce(person("once", "Once"), `identifier=${system}|once`);
assert.equal(again.id, once.id);
const answer = await client.transaction(transaction);
assert.equal(answer.type, "transaction-response");
assert.ok(answer.entry.every((entry) => entry.response.status.startsWith("201")));
for (let number = 0; number < 7; number++) await client.create(person(`p${number}`, "Paged"));
const pages = await client.pages("Patient", { family: "paged", identifier: `${system}|`, _count: "3" });
const ids = pages.flatMap((bundle) => bundle.entry.map((entry) => entry.resource.id));
assert.deepEqual([pages.length, new Set(ids).size], [3, 7]);
await client.remove("Patient", created.id);
await assert.rejects(async () => client.read("Patient", created.id), (problem) => client.status(problem) === 410);
console.log(`${name}: fine`);
