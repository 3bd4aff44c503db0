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

export type ModelKind = 'vector' | 'attention';

/** All that a model did with a sentence. Sizes: S source tokens, T steps, H encoder width, D decoder width. */
export interface Trace {
  model: ModelKind;
  source: string;
  source_tokens: Token[];
  translation: string;
  steps: Step[];
  /** The model had not ended its sentence and was stopped. */
  truncated: boolean;
  beam: number;
  log_probability: number;
  /** h_j = [forward; backward] (S, 2H). */
  encoder_states: Matrix;
  /** C (1, 2H). */
  context: Matrix;
  /** s_i (T, D). */
  decoder_states: Matrix;
  /** c_i (T, 2H). */
  contexts: Matrix;
  /** e_ij (T, S); null for a model without attention. */
  scores: Matrix | null;
  /** alpha_ij (T, S), rows sum to 1; null for a model without attention. */
  alpha: Matrix | null;
}

export type Pair = Record<ModelKind, Trace>;

/* ---- the core's module (src/wasm) ---- */

export interface CoreError {
  code: string;
  message: string;
}

export interface Search {
  /** Decodes one more target token of the whole beam; true when the search has finished. */
  step(): boolean;
  /** Of the best hypothesis; only after `step` returned true. Its arrays are copies, not views of the heap. */
  trace(): Trace;
  delete(): void;
}

export interface Translator {
  tokenize(text: string): Token[];
  start(text: string, beam: number): { search: Search; error?: undefined } | { error: CoreError; search?: undefined };
  delete(): void;
}

export interface CoreModule {
  createTranslator(
    config: string,
    tokenizerEnglish: string,
    tokenizerFrench: string,
    weights: Uint8Array,
  ): { translator: Translator; error?: undefined } | { error: CoreError; translator?: undefined };
}

/** The glue that Emscripten writes: its default export. */
export type CoreFactory = (options: {
  instantiateWasm: (imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) => object;
  locateFile: (name: string) => string;
  print?: (line: string) => void;
  printErr?: (line: string) => void;
}) => Promise<CoreModule>;

/* ---- the site's files ---- */

/** A file of the site with its true length and digest, known when the site was built. */
export interface FileEntry {
  url: string;
  bytes: number;
  sha256: string;
}

export interface BinaryEntry {
  /** Address of the glue, an ES module. */
  glue: string;
  wasm: FileEntry;
}

export interface SiteFiles {
  simd: BinaryEntry;
  scalar: BinaryEntry;
  tokenizers: { en: FileEntry; fr: FileEntry };
  models: Record<ModelKind, { config: FileEntry; weights: FileEntry }>;
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

/** What a worker needs to begin. The client keeps it, for a worker that must be replaced. */
export interface Start {
  glue: string;
  module: WebAssembly.Module;
  tokenizers: { en: string; fr: string };
  models: Record<ModelKind, { config: string; weights: Uint8Array }>;
}

/** Tokens written so far by each translator. */
export type StepCounts = Record<ModelKind, number>;

/** What the worker can be asked for. The worker implements it; the client's calls derive from it. */
export interface Calls {
  start: { argument: Start; result: null };
  tokenize: { argument: { text: string }; result: Token[] };
  translate: { argument: { text: string; beam: number; steps: boolean }; result: Pair };
}
export type CallName = keyof Calls;

export type Request =
  | { [Name in CallName]: { id: number; call: Name; argument: Calls[Name]['argument'] } }[CallName]
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
  tokenize(text: string, options?: CallOptions): Promise<Token[]>;
  /** Both translators, step by step in turn. Calls made before `ready` wait for it. */
  translate(text: string, beam: number, options?: CallOptions & { onSteps?: (steps: StepCounts) => void }): Promise<Pair>;
  /** After a failure of the engine: fetches what is missing and starts anew. */
  retry(): Promise<Readiness>;
  /** Ends the worker; calls under way reject. */
  close(): void;
}
