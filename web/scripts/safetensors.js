/** The safetensors layout: 8 bytes with the length of a JSON header (little-endian), the header, the tensors' bytes. */

const kAlignment = 8;

/**
 * A file with those tensors of `file` whose names begin with `prefix`, in the order they lie there.
 * @param {Uint8Array} file @param {string} prefix @returns {Uint8Array} throws when there is none
 */
export function part(file, prefix) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const { __metadata__, ...tensors } = /** @type {Record<string, any>} */ (JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))));
  const chosen = Object.entries(tensors)
    .filter(([name]) => name.startsWith(prefix))
    .sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);
  if (chosen.length === 0) throw new Error(`The file has no tensor named ${prefix}…, only ${Object.keys(tensors).join(', ')}.`);
  let end = 0;
  /** @type {Uint8Array[]} */
  const pieces = [];
  const header = Object.fromEntries(
    chosen.map(([name, tensor]) => {
      const [from, to] = tensor.data_offsets;
      const begin = end;
      end += to - from;
      pieces.push(file.subarray(8 + length + from, 8 + length + to));
      return [name, { ...tensor, data_offsets: [begin, end] }];
    }),
  );
  let json = JSON.stringify({ __metadata__, ...header });
  json = json.padEnd(Math.ceil(json.length / kAlignment) * kAlignment);
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(json.length), true);
  return Buffer.concat([size, new TextEncoder().encode(json), ...pieces]);
}
