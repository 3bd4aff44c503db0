import assert from 'node:assert/strict';
import test from 'node:test';
import { fitPower } from './growth.mjs';

test('the fit finds the exponent of a power', () => {
  const sizes = [5, 10, 20, 60];
  const { exponent, factor, error } = fitPower(
    sizes,
    sizes.map((x) => 3 * x ** 1.5),
  );
  assert.ok(Math.abs(exponent - 1.5) < 1e-12 && Math.abs(factor - 3) < 1e-10 && error < 1e-10);
});

test('a constant part makes the exponent smaller, and the error says that it is no power', () => {
  const { exponent, error } = fitPower([1, 10, 100], [11, 20, 110]);
  assert.ok(exponent > 0.3 && exponent < 0.7);
  assert.ok(error > 0.1);
});

test('a fit needs two sizes', () => assert.throws(() => fitPower([3, 3], [1, 2]), /two or more/));
