/**
 * A writer of ONNX models: as much of the protocol buffers of onnx.proto (github.com/onnx/onnx) as a graph with initializers needs. Field
 * numbers
 * are those of that file.
 */

/** @typedef {{ name: string, type: 'float' | 'int64' | 'int8' | 'uint8', shape: number[], data: ArrayBufferView }} Initializer */
/** @typedef {{ name: string, type: 'float' | 'int64', shape: (number | string)[] }} Value a named size is free */
/** @typedef {Record<string, number | number[] | string>} Attributes */

const kTypes = { float: 1, uint8: 2, int8: 3, int64: 7 };
const kOpset = 17,
  kIrVersion = 8;

/** @param {number} value 0 or more */
function varint(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Uint8Array.from([...bytes, value]);
}

/** @param {Uint8Array[]} parts */
function join(parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const integer = (/** @type {number} */ field, /** @type {number} */ value) => join([varint(field * 8), varint(value)]);
const bytes = (/** @type {number} */ field, /** @type {Uint8Array} */ value) => join([varint(field * 8 + 2), varint(value.length), value]);
const text = (/** @type {number} */ field, /** @type {string} */ value) => bytes(field, new TextEncoder().encode(value));

/** @param {Initializer} tensor */
const tensorProto = ({ name, type, shape, data }) =>
  join([
    ...shape.map((size) => integer(1, size)),
    integer(2, kTypes[type]),
    text(8, name),
    bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);

/** @param {Value} value */
function valueProto({ name, type, shape }) {
  const dimensions = shape.map((size) => bytes(1, typeof size === 'string' ? text(2, size) : integer(1, size)));
  return join([text(1, name), bytes(2, bytes(1, join([integer(1, kTypes[type]), bytes(2, join(dimensions))])))]);
}

/** @param {string} name @param {number | number[] | string} value integers and strings alone */
function attributeProto(name, value) {
  if (typeof value === 'string') return join([text(1, name), text(4, value), integer(20, 3)]);
  if (Array.isArray(value)) return join([text(1, name), ...value.map((one) => integer(8, one)), integer(20, 7)]);
  return join([text(1, name), integer(3, value), integer(20, 2)]);
}

/** A graph that is built node by node. Every method that adds a node returns the name of its output. */
export class Graph {
  #nodes = /** @type {Uint8Array[]} */ ([]);
  #initializers = /** @type {Map<string, Initializer>} */ (new Map());
  #names = 0;

  /** @param {Initializer} tensor */
  constant(tensor) {
    this.#initializers.set(tensor.name, tensor);
    return tensor.name;
  }

  /** @param {string} name @param {import('./safetensors.mjs').Matrix} matrix */
  matrix(name, { shape, data }) {
    return this.constant({ name, type: 'float', shape, data });
  }

  /** @param {string} name @param {number[]} values */
  shape(name, values) {
    return this.constant({ name, type: 'int64', shape: [values.length], data: BigInt64Array.from(values.map(BigInt)) });
  }

  /**
   * One node with several outputs.
   * @param {string} op @param {string[]} inputs '' where one is left out @param {number} count @param {Attributes} [attributes]
   */
  nodes(op, inputs, count, attributes = {}) {
    const outputs = Array.from({ length: count }, () => `v${this.#names++}`);
    this.#nodes.push(
      join([
        ...inputs.map((one) => text(1, one)),
        ...outputs.map((one) => text(2, one)),
        text(3, `n${this.#nodes.length}`),
        text(4, op),
        ...Object.entries(attributes).map(([name, value]) => bytes(5, attributeProto(name, value))),
      ]),
    );
    return outputs;
  }

  /** @param {string} op @param {string[]} inputs @param {Attributes} [attributes] @returns {string} */
  node(op, inputs, attributes) {
    return this.nodes(op, inputs, 1, attributes)[0];
  }

  /** Gives a value the name of an output. @param {string} from @param {string} to */
  name(from, to) {
    this.#nodes.push(join([text(1, from), text(2, to), text(3, `n${this.#nodes.length}`), text(4, 'Identity')]));
  }

  /** @param {Value[]} inputs @param {Value[]} outputs */
  model(inputs, outputs) {
    const graph = join([
      ...this.#nodes.map((one) => bytes(1, one)),
      text(2, 'regard'),
      ...[...this.#initializers.values()].map((one) => bytes(5, tensorProto(one))),
      ...inputs.map((one) => bytes(11, valueProto(one))),
      ...outputs.map((one) => bytes(12, valueProto(one))),
    ]);
    return join([integer(1, kIrVersion), bytes(7, graph), bytes(8, join([text(1, ''), integer(2, kOpset)]))]);
  }
}
