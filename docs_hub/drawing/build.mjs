// Builds what draws formulas and diagrams into the folder that is named, with the licenses of all that is in it.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const out = process.argv[2];
const HERE = fileURLToPath(new URL(".", import.meta.url));
const LICENSE = /^licen[cs]e/i;

rmSync(out, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [join(HERE, "math.js"), join(HERE, "diagrams.js")],
  outdir: out,
  chunkNames: "parts/[name]-[hash]",
  alias: { "elkjs/lib/elk.bundled.js": join(HERE, "no_elk.js") }, // 1.5 MB under another license; every text is laid out by dagre
  bundle: true,
  minify: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const packages = new Set(
  Object.values(metafile.outputs)
    .flatMap((output) => Object.keys(output.inputs))
    .map((path) => path.match(/.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0])
    .filter(Boolean),
);
const textOf = (folder) => {
  const name = existsSync(folder) && readdirSync(folder).find((one) => LICENSE.test(one));
  return name ? readFileSync(join(folder, name), "utf8").trim().replaceAll("\r", "") : "";
};
const about = [...packages].map((folder) => {
  const { name, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { name, license: license || "see below", text: textOf(folder) };
});
const unique = [...new Map(about.map((one) => [one.name, one])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
const named = new Map();
unique.forEach(({ name, license, text }) => named.set(text, [...(named.get(text) || []), `${name} (${license})`]));
const entries = [...named].map(([text, names]) => `${names.join("\n")}\n\n${text}\n`);
writeFileSync(join(out, "LICENSE.txt"), `These scripts hold the packages below.\n\n${entries.join("\n---\n\n")}`);
