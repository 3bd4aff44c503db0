/** @typedef {{ shape: number[], data: Float32Array }} Matrix */

/** The tensors of an F32 safetensors file by name. @param {Uint8Array} bytes @returns {Record<string, Matrix>} */
export function readSafetensors(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  /** @type {Record<string, Matrix>} */
  const tensors = {};
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [begin, end],
    },
  ] of Object.entries(header).filter(([key]) => key !== '__metadata__')) {
    if (dtype !== 'F32') throw new Error(`${name} is ${dtype}; the benchmark reads F32.`);
    // The buffer's slice is a copy, aligned, also where `bytes` is a Buffer of Node.
    const at = bytes.byteOffset + 8 + length;
    tensors[name] = { shape, data: new Float32Array(bytes.buffer.slice(at + begin, at + end)) };
  }
  return tensors;
}

/** @param {Matrix} matrix (rows, cols) @returns {Matrix} (cols, rows) */
export function transpose({ shape: [rows, cols], data }) {
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; ++i) for (let j = 0; j < cols; ++j) out[j * rows + i] = data[i * cols + j];
  return { shape: [cols, rows], data: out };
}

/** Matrices below each other become one beside each other's transposes: (n1 + n2 .., cols). @param {Matrix[]} matrices @returns {Matrix} */
export function stack(matrices) {
  const cols = matrices[0].shape[1],
    data = new Float32Array(matrices.reduce((sum, m) => sum + m.data.length, 0));
  let at = 0;
  for (const matrix of matrices) {
    data.set(matrix.data, at);
    at += matrix.data.length;
  }
  return { shape: [data.length / cols, cols], data };
}

/** Beside each other: (rows, c1 + c2 ..). @param {Matrix[]} matrices equally high @returns {Matrix} */
export const beside = (matrices) => transpose(stack(matrices.map(transpose)));
