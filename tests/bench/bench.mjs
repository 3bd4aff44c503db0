/**
 * `./run bench` calls this when all is built: writes the cases, takes the times in Node, in Chromium and natively, prints the tables and
 * writes
 * build/bench/results.json.   bench.mjs [--quick] [--only PLACE] [--write]
 *   --quick   few and short rounds: does everything run?
 *   --only    node, chromium or native
 *   --write   keeps the results in tests/bench/results.json and the tables in tests/bench/README.md
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startInChromium } from './engines/in-chromium.mjs';
import { startInNode } from './engines/in-node.mjs';
import { startProcess } from './engines/process.mjs';
import { intoReadme } from './lib/readme.mjs';
import { report } from './lib/report.mjs';
import { measure } from './measure.mjs';
import { growthPlans, kCases, nativePlans, webPlans } from './plans.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bench = `${root}tests/bench`,
  cases = `${root}build/bench/cases`,
  wasm = `${root}build/wasm/tests/bench`;
const tool = `${root}build/release/tests/bench/regard_bench`;
const kOneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

const words = process.argv.slice(2);
const quick = words.includes('--quick'),
  write = words.includes('--write');
const only = words.includes('--only') ? words[words.indexOf('--only') + 1] : undefined;
const effort = quick ? { rounds: 3, seconds: 0.02, warmUp: 0.05 } : { rounds: 11, seconds: 0.15, warmUp: 1 };

const say = (/** @type {string} */ line) => console.error(line);

/** The first Python that has PyTorch, and what it says of itself. */
function findPyTorch() {
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      const words = [`${bench}/engines/pytorch.py`, '--about'];
      return {
        python,
        ...JSON.parse(
          execFileSync(python, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...kOneThread } }),
        ),
      };
    } catch {
      // The next one may have it.
    }
  }
  return undefined;
}

const packageVersion = (/** @type {string} */ name) =>
  JSON.parse(readFileSync(`${bench}/node_modules/${name}/package.json`, 'utf8')).version;
/** The first number with points in what a program says of its version. @param {string} program */
function programVersion(program) {
  try {
    const said = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return said.match(/\d+(\.\d+)+/)?.[0] ?? '';
  } catch {
    return '';
  }
}

/** @param {string} name of a case */
const load = async (name) => ({
  about: JSON.parse(readFileSync(`${cases}/${name}.json`, 'utf8')),
  weights: readFileSync(`${cases}/${name}.safetensors`),
  path: `${cases}/${name}.safetensors`,
});

const loads = [loadavg()[0]];
/**
 * @param {string} place @param {import('./measure.mjs').Plan[]} plans
 * @param {(plan: import('./measure.mjs').Plan) => Promise<import('./measure.mjs').Measured>} take
 */
async function takeAll(place, plans, take) {
  const measured = [];
  for (const plan of plans) {
    say(`${place}: ${plan.name}`);
    const one = await take(plan);
    for (const taken of one.taken) taken.seconds = taken.seconds.map((seconds) => Number(seconds.toPrecision(4)));
    measured.push(one);
    loads.push(loadavg()[0]);
  }
  return { name: place, measured };
}

mkdirSync(cases, { recursive: true });
execFileSync(tool, ['export', cases, `${root}models`], { stdio: 'inherit' });
/** @type {Record<string, any>} */
const abouts = {};
for (const name of kCases) abouts[name] = (await load(name)).about;

const chromium = process.env['REGARD_CHROMIUM'];
const pytorch = findPyTorch();
if (!pytorch) say('PyTorch is not installed: not compared. On Debian: apt-get install python3-torch libopenblas0-pthread');
const places = [];
let chromiumVersion = '';

if (only === undefined || only === 'chromium') {
  if (!chromium || !existsSync(chromium)) {
    say('Chromium is not there: name it by REGARD_CHROMIUM.');
  } else {
    const browser = await startInChromium({ chromium, bench, wasm, cases }, say);
    chromiumVersion = browser.version;
    try {
      places.push(await takeAll('Chromium', [...webPlans(abouts), ...growthPlans('ours')], (plan) => browser.measure(plan, effort)));
    } finally {
      await browser.stop();
    }
  }
}
if (only === undefined || only === 'node') {
  const engines = await startInNode(wasm);
  places.push(await takeAll('Node', webPlans(abouts), (plan) => measure(plan, engines, load, effort, say)));
}
if (only === undefined || only === 'native') {
  const engines = {
    native: startProcess('regard_bench', [tool]),
    ...(pytorch && { pytorch: startProcess('PyTorch', [pytorch.python, `${bench}/engines/pytorch.py`], kOneThread) }),
  };
  places.push(
    await takeAll('native', [...nativePlans(abouts), ...growthPlans('native')], (plan) => measure(plan, engines, load, effort, say)),
  );
  for (const engine of Object.values(engines)) engine.stop?.();
}

const results = {
  machine: {
    cpu: cpus()[0].model,
    cores: cpus().length,
    pinned: process.env['REGARD_BENCH_CORE'] ?? '',
    load_before: Number(loads[0].toFixed(2)),
    load_highest: Number(Math.max(...loads).toFixed(2)),
    ended: new Date().toISOString().slice(0, 16).replace('T', ' '),
  },
  versions: {
    Chromium: chromiumVersion,
    Node: `${process.versions.node} (V8 ${process.versions.v8})`,
    'onnxruntime-web': packageVersion('onnxruntime-web'),
    'TensorFlow.js': packageVersion('@tensorflow/tfjs'),
    PyTorch: pytorch ? `${pytorch.version} with ${basename(pytorch.blas) || 'a BLAS that is not known'}` : '',
    'C++ compiler': programVersion(process.env['CXX'] ?? 'c++'),
    Emscripten: programVersion('em++'),
  },
  effort,
  cases: Object.fromEntries(
    Object.entries(abouts).map(([name, about]) => [
      name,
      {
        config: about.config,
        parameters: about.parameters,
        source_lengths: about.sources?.map((/** @type {number[]} */ ids) => ids.length) ?? [],
        target_lengths: about.targets?.map((/** @type {number[]} */ ids) => ids.length) ?? [],
        target_tokens: about.target_tokens ?? 0,
      },
    ]),
  ),
  places,
};
const text = report(results);
console.log(text);
writeFileSync(`${root}build/bench/results.json`, `${JSON.stringify(results)}\n`);
say('build/bench/results.json holds all times.');
if (write) {
  writeFileSync(`${bench}/results.json`, `${JSON.stringify(results)}\n`);
  writeFileSync(`${bench}/README.md`, intoReadme(readFileSync(`${bench}/README.md`, 'utf8'), text));
  say('tests/bench/results.json and README.md are written.');
}
