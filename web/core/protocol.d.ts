/** What crosses the road from the page to WebAssembly: the core's module, the worker's messages, the client's face. */

/** A token of a sentence. `piece` as in the vocabulary ("▁mat"), `text` as written (" mat"), `word` = index of its word. */
export interface Token {
  id: number;
  piece: string;
  text: string;
  word: number;
  unknown: boolean;
}

/** Row-major values of a matrix. */
export interface Matrix {
  data: Float32Array;
  shape: readonly [number, number];
}

export interface Candidate {
  piece: string;
  text: string;
  probability: number;
}

/** One token written; `top` = the 5 best candidates. The last step is the end token "</s>" unless the trace is truncated. */
export interface Step {
  token: Token;
  probability: number;
  top: Candidate[];
}

/** The two translators that every sentence goes through. */
export type ModelKind = 'vector' | 'attention';

/** Every model that the page can fetch: the folder's name in models/ without its languages. */
export type ModelName = ModelKind | 'forward' | 'reversed' | 'wide' | 'attention-short' | 'vector-short' | 'rebuild' | LaterModel;

/** Those that a site has once they are trained: other scores in Luong's wiring, and attention that learns nothing. */
export type LaterModel =
  | 'luong-dot'
  | 'luong-scaled'
  | 'luong-general'
  | 'luong-concat'
  | 'luong-location'
  | 'fixed-uniform'
  | 'fixed-cosine';

/** What a net computed while it wrote a sentence. Sizes: S source tokens, T steps, H width of h_j and of C, D decoder width. */
export interface Written {
  source: string;
  source_tokens: Token[];
  translation: string;
  steps: Step[];
  /** The model had not ended its sentence and was stopped. */
  truncated: boolean;
  log_probability: number;
  /** h_j (S, H); of a bidirectional encoder [forward; backward]. */
  encoder_states: Matrix;
  /** C (1, H). */
  context: Matrix;
  /** s_i (T, D). */
  decoder_states: Matrix;
  /** c_i (T, H). */
  contexts: Matrix;
  /** e_ij (T, S); null for a model without attention. */
  scores: Matrix | null;
  /** alpha_ij (T, S), rows sum to 1; null for a model without attention. */
  alpha: Matrix | null;
  /** r of the step into h_j (S, H), where asked for. */
  reset_gates?: Matrix | null;
  /** z of that step (S, H), where asked for: the share of the state before that stays. */
  update_gates?: Matrix | null;
}

/** All that a model did with a sentence. `beam`: 0 where the translation was given. */
export interface Trace extends Written {
  model: ModelName;
  beam: number;
}

export type Pair = Record<ModelKind, Trace>;

/** Norms (T, S) of d log p(y_i) / d x_j; the parts are vectors that add up, their norms do not. See src/probes/gradient_flow.h. */
export interface Gradients {
  total: Matrix;
  /** Every c_k held constant: what comes through the recurrence. */
  recurrent: Matrix;
  /** total - recurrent; zero for a model without attention. */
  attention: Matrix;
}

/** Kendall's tau-b and its two-sided p; see src/probes/kendall_tau.h. */
export interface KendallTau {
  tau: number;
  p: number;
}

/** What is lost when a source token is left out; see src/probes/leave_one_out.h. */
export interface LeftOut {
  /** Total variation of p(. | y_<i, x), 0 to 1. */
  distance: Matrix;
  /** Of log p(y_i). */
  change: Matrix;
}

/** How far two answers rank the source tokens alike, for one written token; null where one of them ranks nothing. */
export interface Agreement {
  attention_gradient: KendallTau | null;
  attention_left_out: KendallTau | null;
  gradient_left_out: KendallTau | null;
}

/** Which source tokens mattered, by the gradient's length and by leave-one-out, (T, S) each; see src/probes/explanation.h. */
export interface Explanation {
  gradient: Matrix;
  /** Null for a source of one token. */
  left_out: LeftOut | null;
  /** Of each written token. */
  agreement: Agreement[];
}

/** A row of attention in place of the learned one, and the 5 best candidates of the step with it. */
export interface RowWritten {
  row: number[];
  top: Candidate[];
}
/** distance: Jensen-Shannon, in nats, from the learned row; effect: total variation of the output. */
export interface OtherRow extends RowWritten {
  distance: number;
  effect: number;
}
export interface OtherRowsWritten {
  learned: RowWritten;
  uniform: OtherRow;
  /** The farthest row found that keeps the bound; see src/probes/adversarial_row.h. */
  adversary: OtherRow | null;
}

/** How an attention score is made: config.json's `attention`; see src/layers/attention/kind.h. */
export type ScoreKind = 'additive' | 'dot' | 'scaled-dot' | 'general' | 'concat' | 'location' | 'uniform' | 'cosine' | 'hard';

/** What the output of one step becomes when c_i is another mix of the states, and everything before stays. */
export interface OutputChange {
  /** The share of the probability that goes to other tokens: half the sum of |p' - p|. */
  moved: number;
  /** The 5 best before, the 5 best after, the token written; by `before`. */
  candidates: { piece: string; text: string; before: number; after: number }[];
}

/** One step of attention taken apart, see src/probes/attention_steps.h. W: width of what the score sums over. */
export interface AttentionStep {
  /** q (1, D): s_{i-1}, in Luong's wiring s_i. */
  query: Matrix;
  /** What of it goes into the score (1, W): W q of an additive score, q of a product; null where there is nothing to sum. */
  share: Matrix | null;
  /** (S): what the sum over k is multiplied with. */
  scale: number[];
  /** For each j: as if e_ij were -infinity. Empty where there is one token. */
  without: OutputChange[];
  /** c_i = the mean state. */
  mean: OutputChange;
  /** Weights softmax_j(q . h_j), where that is not the model's own score. */
  product: OutputChange | null;
}

/** e_ij = scale_j sum_k v_k tanh(share_ik + keys_jk); without v, scale_j sum_k share_ik keys_jk. */
export interface AttentionSteps {
  kind: ScoreKind;
  keys: Matrix | null;
  v: Matrix | null;
  steps: AttentionStep[];
}

/** A continuation that a beam search looked at, see src/nets/beam_search.h. */
export interface Branch {
  /** Index of the branch before; -1: the beginning. */
  parent: number;
  /** Tokens before this one. */
  step: number;
  piece: string;
  text: string;
  /** Natural, of all tokens up to this one. */
  log_probability: number;
  /** log p / length^0.7. */
  score: number;
  /** Among the best and going on, among them and ended, or not among them. */
  fate: 'kept' | 'ended' | 'cut';
  /** Of the tree's alpha. */
  row: number;
}

/** Step by step, the more probable first. */
export interface BeamTree {
  branches: Branch[];
  /** (N, S); null for a model without attention. */
  alpha: Matrix | null;
  /** Index of the last branch of the translation. */
  best: number;
}

/** Which states a word probe reads: C, asked about every position; h_j, about its own; c_i, about the position it looks at most. */
export type WordKind = 'vector' | 'states' | 'contexts';

/** What a word probe says stood at a source position. */
export interface WordAnswer {
  /** j from 0. */
  position: number;
  /** i from 0, for contexts. */
  target_step: number | null;
  /** Of the token that did stand there. */
  probability: number;
  /** The 5 most likely tokens. */
  top: Candidate[];
  /** The token that stood there most often in training. */
  frequent: Token;
}

/** "Where did the cat sit?": a probability for each place of the task; the probe's own weights (S), null without attention. */
export interface WhereAnswer {
  probabilities: number[];
  alpha: number[] | null;
}

/** One sentence that says who sat where. */
export interface WhereRung {
  source: string;
  target: string;
  /** Index of the place that is right. */
  place: number;
  words: number;
}

/** The task of the probe `where`. A ladder is one sentence that grows rung by rung. */
export interface WhereTask {
  places: { source: string; target: string }[];
  ladders: WhereRung[][];
}

/** What takes the place of the attention weights, or of c_i; see src/nets/alpha_policy.h. */
export type PolicyName =
  | 'learned'
  | 'uniform'
  | 'diagonal'
  | 'one-hot'
  | 'sampled'
  | 'shuffled'
  | 'another'
  | 'last-forward'
  | 'vector';

/** A policy with what it draws from. `other`: the sentence whose weights are taken, for 'another'; else null. */
export interface PolicyWish {
  name: PolicyName;
  seed: number;
  temperature: number;
  other: string | null;
}

/** Weights for one step, from 0; the core divides them by their sum. */
export interface EditedRow {
  step: number;
  weights: readonly number[];
}

/** A translation and how it was written, greedily. */
export interface Decoded {
  translation: string;
  steps: Step[];
  truncated: boolean;
  log_probability: number;
}

/** How far a step was led away from what the net would have done from the same state, in nats. Null where c_i is fixed. */
export interface RowChange {
  /** D(alpha_i || own alpha_i); may be infinite. */
  alpha_from_own: number | null;
  /** D(own alpha_i || alpha_i); may be infinite. */
  own_from_alpha: number | null;
  /** D(own p || p) of the next token. */
  output: number;
  /** What the net's own weights would have made likely here. */
  own_top: Candidate[];
}

/** How a token of the net's own translation fared, all before it given; the divergence in nats, of the steered p from the unsteered. */
export interface ForcedChange {
  own_probability: number;
  probability: number;
  divergence: number;
}

/** One sentence under an intervention. T steps of `steered`, S source tokens. See src/probes/steering.h. */
export interface SteeringResult {
  source_tokens: Token[];
  own: Decoded;
  steered: Decoded;
  /** The first step at which they write different tokens. */
  departure: number | null;
  /** Of `own` (T_own, S). */
  own_alpha: Matrix;
  /** The net's own weights at the states of `steered` (T, S). */
  looked: Matrix;
  /** The weights used (T, S); null where c_i is fixed. */
  alpha: Matrix | null;
  /** One for each step of `steered`. */
  rows: RowChange[];
  /** One for each step of `own`. */
  changes: ForcedChange[];
}

/** `from`: the first step that was decoded anew; `milliseconds`: for everything from there on, in the worker. */
export interface Steered extends SteeringResult {
  from: number;
  milliseconds: number;
}

export interface CorpusBleu {
  bleu: number;
  /** 95 %, bootstrap over sentences; null for an empty corpus. */
  interval: [number, number] | null;
}

/* ---- the core's module (src/wasm) ---- */

export interface CoreError {
  code: string;
  message: string;
}

export interface ReaderSearch<OneWriting extends ReaderWriting = ReaderWriting> {
  /** Decodes one more target token of the whole beam; true when the search has finished. */
  step(): boolean;
  /** The best hypothesis; only after `step` returned true. */
  writing(): OneWriting;
  delete(): void;
}

export interface Search extends ReaderSearch<Writing> {
  /** Keeps the tree; before the first step. */
  record(): void;
  /** Of a search that is recorded. */
  tree(): BeamTree;
}

/** A translation, found or given. Its arrays are copies, not views of the heap. */
export interface ReaderWriting {
  trace(gates: boolean): Written;
  delete(): void;
}

export interface Writing extends ReaderWriting {
  /** (T, V). */
  logits(): Matrix;
  /**
   * `seed`: of weights that were never trained, in place of the model's; null: the model's. For up to `count` tokens written from `first`
   * on: (count, S).
   */
  gradients(seed: number | null, first: number, count: number): Gradients;
  /** What is lost with each of up to `count` source tokens from `first` on: (T, count); null for a source of one token. */
  leftOut(first: number, count: number): LeftOut | null;
  /** The written token `step`, from 0, with other rows of attention. */
  otherRows(step: number, bound: number): Outcome<'rows', OtherRows>;
  /** Up to `count` tokens written from `first` on; null for a model without attention. */
  attention(first: number, count: number): AttentionSteps | null;
  /** Natural log of the probability of a word of the translation, all before it given; null when it is not there. */
  word(word: string): number | null;
}

/** Borrows its writing's translator. */
export interface OtherRows {
  /** A part of the search for a row far from the learned one; true when it is over. */
  search(): boolean;
  /** What is known so far. */
  rows(): OtherRowsWritten;
  delete(): void;
}

/** What the core gives, or why it does not. */
export type Outcome<Name extends string, Value> =
  | ({ [Key in Name]: Value } & { error?: undefined })
  | ({ [Key in Name]?: undefined } & { error: CoreError });

/** A policy as the core takes it: `rows` = alpha of another sentence. */
export interface Policy {
  name: PolicyName;
  seed: number;
  temperature: number;
  rows: Matrix | null;
}

/** Decoding with other weights, every step's state kept. */
export interface Steering {
  /** One step of what is to be done next; true when nothing is left. */
  step(): boolean;
  edit(step: number, weights: readonly number[]): { error?: CoreError };
  reset(step: number): void;
  /** Steps of the translation under the intervention that are there. */
  written(): number;
  /** Only after `step` returned true. */
  result(): SteeringResult;
  delete(): void;
}

/** A translator as far as the page's first binary goes. The laboratory's searches and writings can do more. */
export interface ReaderTranslator<OneSearch extends ReaderSearch<OneWriting> = ReaderSearch<any>, OneWriting extends ReaderWriting = ReaderWriting> {
  tokenize(text: string): Token[];
  start(text: string, beam: number): Outcome<'search', OneSearch>;
  /** The translation `target`, as if the model had written it. */
  force(text: string, target: string): Outcome<'writing', OneWriting>;
  delete(): void;
}

export interface Translator extends ReaderTranslator<Search, Writing> {
  /** `target`: what the net is made to write, in place of its own translation; null for that. */
  steer(text: string, policy: Policy, target: string | null): Outcome<'steering', Steering>;
  steered(text: string, policy: Policy): (SteeredText & { error?: undefined }) | { error: CoreError; translation?: undefined; alpha?: undefined };
}

/** `alpha`: (T, S), null where c_i is fixed. */
export interface SteeredText {
  translation: string;
  alpha: Matrix | null;
}

/** The probes of one model. */
export interface Probes {
  words(kind: WordKind, writing: Writing): Outcome<'answers', WordAnswer[]>;
  where(text: string): WhereAnswer & { error?: undefined } | { error: CoreError; probabilities?: undefined; alpha?: undefined };
  delete(): void;
}

/** The two layers of a race, see src/probes/layer_race.h: `longest`: the most tokens they will be given. */
export interface RaceLayers {
  width: number;
  heads: number;
  longest: number;
  seed: number;
}

/** A GRU layer and a self-attention layer over the same tokens. The core reads no clock: whoever calls it does. */
export interface LayerRace {
  /** The GRU over the first `length` tokens, `runs` times; the sum of its last state. */
  recurrent(length: number, runs: number): number;
  /** Self-attention over them, `runs` times; the sum of what it says of the last. */
  attention(length: number, runs: number): number;
  /** What `count` heads from `first` on add to the output of self-attention (n, d). */
  heads(length: number, first: number, count: number): Matrix;
  /** What the layers start from, and the GRU's states (n, d). */
  inspect(length: number): { input: Matrix; states: Matrix; parameters: Record<string, Matrix> };
  delete(): void;
}

/** How a net that learns the task "pick" attends, see src/training/pick_run.h. */
export type PickKind = 'soft' | 'hard' | 'hard-without-baseline';

/** A net that learns to pick. */
export interface PickRun {
  advance(updates: number): void;
  updates(): number;
  /** Over every example there is: mean log p of a token, nats; share of the examples that are right. */
  measure(): { logLikelihood: number; right: number };
  /** Of the net, and of the task. */
  sizes(): { parameters: number; examples: number };
  delete(): void;
}

/** REINFORCE estimates of one kind. N drawn so far; see src/training/gradient_cloud.h. */
export interface Estimates {
  /** Trace of their covariance, exact. */
  variance: number;
  /** In the plane (N, 2). */
  points: Matrix;
  /** Means of the first n in the plane (N, 2). */
  means: Matrix;
  /** From the mean of the first n to the gradient, in all coordinates (N, 1). */
  distance: Matrix;
}

/** The exact gradient of one example, and estimates of it. */
export interface Cloud {
  /** Ids of src/tasks/pick.h. */
  source: number[];
  target: number[];
  /** Of attention, which the gradient is of; of the whole net. */
  parameters: number;
  allParameters: number;
  paths: number;
  /** L of Xu et al. 2015, eq. 10, and log p(y), nats. */
  bound: number;
  logLikelihood: number;
  /** Length of the gradient; its place in the plane; shares of the variance without a baseline along the plane's two directions. */
  norm: number;
  exact: [number, number];
  shares: [number, number];
  /** Of each written token, nats. */
  baseline: number[];
  without: Estimates;
  with: Estimates;
}

export interface GradientCloud {
  /** More estimates of both kinds; false when there are too many. */
  draw(count: number): boolean;
  inspect(): Cloud;
  delete(): void;
}

/** The binary that the page begins with, src/wasm/reader: it knows models without attention and with the additive score alone. */
export interface ReaderCore<OneTranslator extends ReaderTranslator = ReaderTranslator> {
  createTranslator(
    config: string,
    tokenizerSource: string,
    tokenizerTarget: string,
    weights: Uint8Array,
  ): Outcome<'translator', OneTranslator>;
}

/** The laboratory: the binary with everything, which is fetched when a figure needs it. */
export interface CoreModule extends ReaderCore<Translator> {
  createProbes(translator: Translator, file: Uint8Array): Outcome<'probes', Probes>;
  /** `file`: models/where.tsv. */
  readWhere(file: string, ladders: number): WhereTask & { error?: undefined } | { error: CoreError; places?: undefined; ladders?: undefined };
  bleu(hypotheses: string[], references: string[][]): CorpusBleu;
  /** Of two lists of equal length; null where one of them ranks nothing. */
  kendallTau(x: number[], y: number[]): KendallTau | null;
  createLayerRace(width: number, heads: number, longest: number, seed: number): Outcome<'race', LayerRace>;
  createPickRun(kind: PickKind, seed: number): Outcome<'run', PickRun>;
  /** `after`: updates that the net has learnt for before. */
  createGradientCloud(seed: number, after: number, example: number): Outcome<'cloud', GradientCloud>;
}

/** The glue that Emscripten writes: its default export. */
export type CoreFactory = (options: {
  instantiateWasm: (imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) => object;
  locateFile: (name: string) => string;
  print?: (line: string) => void;
  printErr?: (line: string) => void;
}) => Promise<CoreModule>;

/* ---- the site's files ---- */

export interface Tokenizers<Text> {
  en: Text;
  fr: Text;
}
export interface ModelFiles<Text, Bytes> {
  config: Text;
  weights: Bytes;
}
/** One probe of one model, a file of its own on the site. */
export type ProbeName = 'vector/vector' | 'vector/states' | 'vector/where' | 'attention/where';

/** A file of the site with its true length and digest, known when the site was built. */
export interface FileEntry {
  url: string;
  bytes: number;
  sha256: string;
}

export interface BinaryEntry {
  /** The binary that the page begins with. It has no glue. */
  reader: FileEntry;
  /** Address of the laboratory's glue, an ES module. */
  glue: string;
  wasm: FileEntry;
}

export interface SiteFiles {
  simd: BinaryEntry;
  scalar: BinaryEntry;
  tokenizers: Tokenizers<FileEntry>;
  models: Record<Exclude<ModelName, LaterModel>, ModelFiles<FileEntry, FileEntry>> &
    Partial<Record<LaterModel, ModelFiles<FileEntry, FileEntry>>>;
  probes: Record<ProbeName, FileEntry>;
  /** models/where.tsv. */
  where: FileEntry;
  recorded: FileEntry;
}

/** The recording of a site build, in files: matrices as plain arrays with 4 decimals. */
export interface Recording {
  traces: ({ text: string } & Record<ModelKind, RecordedTrace>)[];
}
export interface RecordedMatrix {
  data: number[];
  shape: [number, number];
}
export type MatrixName = 'encoder_states' | 'context' | 'decoder_states' | 'contexts' | 'scores' | 'alpha';
export type RecordedTrace = Omit<Trace, MatrixName> & Record<MatrixName, RecordedMatrix | null>;

/* ---- messages between client and worker ---- */

/** What questions need besides the two translators; fetched when they are asked. */
export interface Parts {
  models: Partial<Record<ModelName, ModelFiles<string, Uint8Array>>>;
  probes: Partial<Record<ProbeName, Uint8Array>>;
  /** models/where.tsv, '' until it is needed. */
  where: string;
}

/** A compiled binary: the laboratory with the address of its glue, or the reader, where that is ''. */
export interface Binary {
  glue: string;
  module: WebAssembly.Module;
}

/** What a worker needs to begin. The client keeps it, with every part that came later, for a worker that must be replaced. */
export interface Start extends Parts, Binary {
  tokenizers: Tokenizers<string>;
}

/** Tokens written so far by each translator. */
export type StepCounts = Record<ModelKind, number>;

/** How long a layer takes: the median over batches of runs; the middle half of them lies between `low` and `high`. */
export interface LayerTime {
  milliseconds: number;
  low: number;
  high: number;
  runs: number;
  /** Of the last run's result, so that there is somebody who wanted it. */
  checksum: number;
}

/** Milliseconds for all heads, from the question to the summed answer, messages included. */
export interface SpreadTime {
  workers: number;
  /** In one worker. */
  alone: number;
  /** In all of them at once; null where there is one. */
  together: number | null;
}

/** How one net learned, and how long its updates and measurements took. */
export interface PickCurve {
  logLikelihood: number[];
  right: number[];
  parameters: number;
  examples: number;
  milliseconds: number;
}

/** What the worker can be asked for. The worker implements it; the client's calls derive from it. */
export interface Calls {
  start: { argument: Start; result: null };
  /** Goes on with another binary, which gets all models and probes; calls under way end with the one they began with. */
  change: { argument: Start; result: null };
  load: { argument: Parts; result: null };
  tokenize: { argument: { text: string }; result: Token[] };
  translate: { argument: { text: string; beam: number; steps: boolean }; result: Pair };
  /** Of one model; `target`: written by force, or null for the model's own translation. */
  write: { argument: Wanted & { gates?: boolean }; result: Trace };
  /** `untrained`: the seed of weights that were never trained, or null. */
  gradients: { argument: Wanted & { untrained: number | null }; result: Gradients & { trace: Trace } };
  explain: { argument: Wanted; result: Explanation & { trace: Trace } };
  /** Of the written token `step`, from 0. */
  otherRows: { argument: Wanted & { step: number; bound: number }; result: OtherRowsWritten };
  /** Every step of attention, taken apart. */
  attention: { argument: Wanted; result: AttentionSteps & { trace: Trace } };
  /** The tree of a beam search. */
  tree: { argument: { model: ModelName; text: string; beam: number }; result: BeamTree & { trace: Trace } };
  /** Of the source, whatever is written: a target says less work for the kinds that do not look at it. */
  words: { argument: Wanted & { kind: WordKind }; result: WordAnswer[] };
  where: { argument: { model: ModelName; text: string }; result: WhereAnswer };
  /** The probability of `word` in `target`, all before it given; null when it is not there. */
  word: { argument: { model: ModelName; text: string; target: string; word: string }; result: number | null };
  /** Kept by the worker: a call that differs from the one before in its edits alone goes on from the first step they change. */
  steer: { argument: SteerWish; result: Steered };
  /** The translation alone: for many sentences. */
  steered: { argument: { model: ModelName; text: string; policy: PolicyWish }; result: SteeredText };
  whereTask: { argument: { ladders: number }; result: WhereTask };
  bleu: { argument: { hypotheses: string[]; references: string[][] }; result: CorpusBleu };
  race: { argument: RaceLayers & { length: number; layer: 'recurrent' | 'attention' }; result: LayerTime };
  cloud: { argument: { seed: number; after: number; example: number; samples: number }; result: Cloud & { milliseconds: number } };
  /** Measured at 0, `every`, 2 `every` .. updates. */
  pick: { argument: { kind: PickKind; seed: number; updates: number; every: number }; result: PickCurve };
  heads: { argument: RaceLayers & { length: number; first: number; count: number }; result: Matrix };
  /** Not a worker's call: the client spreads the heads over as many workers as the device has cores for, and times that. */
  spread: { argument: RaceLayers & { length: number }; result: SpreadTime };
}
export interface SteerWish {
  model: ModelName;
  text: string;
  policy: PolicyWish;
  target: string | null;
  edits: readonly EditedRow[];
}
export interface Wanted {
  model: ModelName;
  text: string;
  beam: number;
  target: string | null;
}
export type CallName = keyof Calls;
/** Calls that one worker answers. */
export type WorkerCall = Exclude<CallName, 'spread'>;
/** Calls that figures make by Client.ask. */
export type Question = Exclude<CallName, 'start' | 'change' | 'load' | 'tokenize' | 'translate'>;

export type Request =
  | { [Name in WorkerCall]: { id: number; call: Name; argument: Calls[Name]['argument'] } }[WorkerCall]
  | { id: number; call: 'abort' }
  | { id: number; call: 'ping' };

export type Answer =
  | { id: number; kind: 'result'; result: Calls[CallName]['result'] }
  | { id: number; kind: 'error'; error: CoreError; call: CallName }
  | { id: number; kind: 'steps'; steps: StepCounts }
  | { id: number; kind: 'pong' };

/* ---- the client ---- */

/**
 * A download:   'missing' 'server' 'network' 'cut' 'size' 'corrupt' 'captive' 'stalled'
 * the engine:   'dead' (its worker died twice) 'memory' 'model' (the core refuses a model) 'closed' 'unexpected'
 * a sentence:   'empty-text' 'too-long' 'not-recorded', and what else the core says of a text
 */
export type FailureCode =
  | 'missing'
  | 'server'
  | 'network'
  | 'cut'
  | 'size'
  | 'corrupt'
  | 'captive'
  | 'stalled'
  | 'dead'
  | 'memory'
  | 'model'
  | 'closed'
  | 'unexpected'
  | 'empty-text'
  | 'too-long'
  | 'not-recorded'
  | (string & {});

/** What a rejected call carries; `message` is a sentence for the reader. An abort rejects with the signal's reason instead. */
export interface Failure extends Error {
  name: 'Failure';
  code: FailureCode;
  call: string;
  /** 'sentence': the reader can change the text. 'engine': nothing works until retry(). */
  about: 'sentence' | 'engine';
}

/** 'live': any sentence. 'recorded': there is no WebAssembly; `message` says so, `sentences` are those that can be shown (beam 5). */
export interface Readiness {
  phase: 'live' | 'recorded';
  message: string;
  sentences: readonly string[];
}

export interface ClientOptions {
  /** Bytes that have arrived and bytes in all; goes back when a damaged file is fetched again. */
  onProgress?: (progress: { received: number; total: number }) => void;
  /** The files are not complete after 8 seconds. */
  onSlow?: () => void;
  /** A quiet remark for the reader: no SIMD, a worker replaced. */
  onNote?: (text: string) => void;
}

export interface CallOptions {
  signal?: AbortSignal;
}

export interface Client {
  /** Settles when sentences can be translated, or recorded ones shown; rejects with a Failure. The latest attempt's, after retry(). */
  readonly ready: Promise<Readiness>;
  /** Those that the site has. */
  readonly models: readonly ModelName[];
  tokenize(text: string, options?: CallOptions): Promise<Token[]>;
  /** Both translators, step by step in turn. Calls made before `ready` wait for it. */
  translate(text: string, beam: number, options?: CallOptions & { onSteps?: (steps: StepCounts) => void }): Promise<Pair>;
  /**
   * One of the other questions. What it needs (a model, a probe) is fetched once, when it is first asked for; `onProgress` tells of that.
   * Rejects with 'not-recorded' where there is no WebAssembly.
   */
  ask<Name extends Question>(
    name: Name,
    argument: Calls[Name]['argument'],
    options?: CallOptions & { onProgress?: (progress: { received: number; total: number }) => void },
  ): Promise<Calls[Name]['result']>;
  /** After a failure of the engine: fetches what is missing and starts anew. */
  retry(): Promise<Readiness>;
  /** Ends the worker; calls under way reject. */
  close(): void;
}
