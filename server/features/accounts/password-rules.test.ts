import { describe, expect, it } from 'vitest';
import { assertPasswordAllowed } from './password-rules.ts';

const ada = { name: 'Ada Lovelace', email: 'ada@example.com' };

describe('assertPasswordAllowed', () => {
  it.each(['Password123', 'qwertyuiop', '1111111111', 'abababababab', 'lovelace2026', 'ada@example.com1'])(
    'refuses %s',
    (password) => {
      expect(() => assertPasswordAllowed(password, ada)).toThrow(/password:/);
    },
  );

  it.each(['correct horse battery', 'tulips-on-tuesday', 'lovelace likes long walks'])(
    'accepts %s',
    (password) => {
      expect(() => assertPasswordAllowed(password, ada)).not.toThrow();
    },
  );
});
