import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellText, jsonText, nestedJson } from '../src/render/machine.ts';
import { readable } from '../src/render/units.ts';
import type { Unit, Value } from '../src/report/report.ts';

const read = (value: Value, unit: Unit, tz = 'UTC') => readable(value, unit, tz);

describe('what a person reads', () => {
  test.each([
    ['0', '$0'],
    ['0.000000000000', '$0'],
    ['0.008535000000', '$0.0085'],
    ['0.000020000000', '$0.00002'],
    ['0.000000000004', '$0.000000000004'],
    ['0.00996', '$0.01'],
    ['0.0995', '$0.10'],
    ['0.5', '$0.50'],
    ['0.994', '$0.99'],
    ['0.999', '$1.00'],
    ['1.275', '$1.28'],
    ['1.2849999', '$1.28'],
    ['-3.2', '-$3.20'],
    ['-1.275', '-$1.28'],
    ['1234.567', '$1,234.57'],
    ['9999.994', '$9,999.99'],
    ['9999.995', '$10,000'],
    ['12345.499999', '$12,345'],
    ['12345.5', '$12,346'],
    ['90071992547409931234.56', '$90,071,992,547,409,931,235'],
  ])('%s dollars are %s', (dollars, text) => {
    expect(read(dollars, 'usd')).toBe(text);
  });

  test('dollars that come as a float read the same', () => {
    expect([0.1 + 0.2, 1e-7, 41, 1e21].map((dollars) => read(dollars, 'usd'))).toEqual([
      '$0.30',
      '$0.0000001',
      '$41.00',
      '$1,000,000,000,000,000,000,000',
    ]);
  });

  test.each([
    ['3', '$3.00'],
    ['0.0375', '$0.0375'],
    ['18.750000000000', '$18.75'],
    ['0.000001', '$0.000001'],
  ])('a list price of %s is exact: %s', (price, text) => {
    expect(read(price, 'usd_per_mtok')).toBe(text);
  });

  test.each([
    [0, '0ms'],
    [0.4213, '0.4ms'],
    [9.94, '9.9ms'],
    [9.96, '10ms'],
    [842.4, '842ms'],
    [999.4, '999ms'],
    [999.5, '1.00s'],
    [3421, '3.42s'],
    [59_994, '59.99s'],
    [59_996, '1m 00s'],
    [72_000, '1m 12s'],
    [3_599_400, '59m 59s'],
    [3_599_500, '1h 00m'],
    [7_500_000, '2h 05m'],
    [172_800_000, '2d 00h'],
    [-842, '-842ms'],
  ])('%s milliseconds are %s', (ms, text) => {
    expect(read(ms, 'ms')).toBe(text);
  });

  test.each<[Value, Unit, string]>([
    [12676, 'tokens', '12,676'],
    ['123456789012345678901', 'tokens', '123,456,789,012,345,678,901'],
    [999, 'count', '999'],
    [-23100, 'count', '-23,100'],
    [12.5, 'count', '12.5'],
    [0.877, 'fraction', '87.7%'],
    [0, 'fraction', '0%'],
    [0.0004, 'fraction', '<0.1%'],
    [1, 'fraction', '100.0%'],
    [12.345, 'fraction', '1,234.5%'],
    [842, 'bytes', '842 B'],
    [999_960, 'bytes', '1.0 MB'],
    [800_000_000, 'bytes', '800.0 MB'],
    [true, 'flag', 'yes'],
    [false, 'flag', 'no'],
    [['loop', 'errors'], 'list', 'loop, errors'],
    [[], 'list', ''],
    [{ a: 1 }, 'json', '{"a":1}'],
    [4711, 'text', '4711'],
    ['', 'text', ''],
  ])('%j as %s is %s', (value, unit, text) => {
    expect(read(value, unit)).toBe(text);
  });

  test('an instant is told in the zone of the report, over a change of clocks too', () => {
    expect(read('2026-11-01T08:12:45.123Z', 'instant', 'Europe/Berlin')).toBe('2026-11-01 09:12');
    expect(read('2026-10-25T00:59:00Z', 'instant', 'Europe/Berlin')).toBe('2026-10-25 02:59');
    expect(read('2026-10-25T01:00:00Z', 'instant', 'Europe/Berlin')).toBe('2026-10-25 02:00');
    expect(read('2026-11-01T00:05:00Z', 'instant', 'America/New_York')).toBe('2026-10-31 20:05');
  });

  test.each<Unit>([
    'usd',
    'tokens',
    'count',
    'ms',
    'fraction',
    'instant',
    'text',
    'bytes',
    'usd_per_mtok',
    'flag',
    'list',
    'json',
  ])('an unknown %s is a dash, never 0', (unit) => {
    expect(read(null, unit)).toBe('–');
  });

  test('a number that is none is unknown', () => {
    expect(read(Number.NaN, 'ms')).toBe('–');
    expect(jsonText(Number.NaN, 'ms')).toBe('null');
    expect(jsonText(Number.POSITIVE_INFINITY, 'usd')).toBe('null');
  });
});

describe('what a program reads', () => {
  test.each<[Value, Unit, string]>([
    ['0.008535000000', 'usd', '0.008535'],
    ['88.165787500000', 'usd', '88.1657875'],
    ['12.000', 'usd', '12'],
    ['-0.0000000004', 'usd', '0'],
    ['0.0000000005', 'usd', '0.000000001'],
    ['12345678901234567.123456789012', 'usd', '12345678901234567.123456789'],
    [88.6403310000001, 'usd', '88.640331'],
    [0.1 + 0.2, 'usd', '0.3'],
    [1e-7, 'usd', '0.0000001'],
    ['0.0375', 'usd_per_mtok', '0.0375'],
    [1 / 3, 'fraction', '0.333333333'],
    [145.318370915, 'ms', '145.318'],
    [-0, 'count', '0'],
    ['9007199254740993', 'tokens', '9007199254740993'],
    ['2026-11-01T08:12:45.123Z', 'instant', '"2026-11-01T08:12:45.123Z"'],
    [false, 'flag', 'false'],
    [null, 'usd', 'null'],
    [['a', 1], 'list', '["a",1]'],
    ['0.50', 'text', '"0.50"'],
  ])('%j as %s is %s in JSON', (value, unit, text) => {
    expect(jsonText(value, unit)).toBe(text);
  });

  test('dollars inside an object are numbers too; other texts of digits stay texts', () => {
    const value = {
      before: { cost_usd: '1.280000000000', usd: null, id: '007' },
      steps_usd: ['0.10', '0.2'],
      z: 0.1 + 0.2,
    };
    expect(nestedJson(value)).toBe(
      '{"before":{"cost_usd":1.28,"usd":null,"id":"007"},"steps_usd":[0.1,0.2],"z":0.3}',
    );
  });

  test('JSON escapes what a terminal obeys, and loses nothing', () => {
    const evil = '\u001b[31m\u009b2J\u007f\u202e\ud800"\\';
    expect(jsonText(evil, 'text')).toBe('"\\u001b[31m\\u009b2J\\u007f\\u202e\\ud800\\"\\\\"');
    expect(JSON.parse(jsonText(evil, 'text'))).toBe(evil);
  });

  test('a cell of unknown value is null, not a text', () => {
    expect(cellText(null, 'usd')).toBeNull();
    expect(cellText('', 'text')).toBe('');
  });
});

describe('rounding', () => {
  /** A number as millionths of a millionth, and the decimal string that a DECIMAL(38,12) gives for it. */
  const decimals = fc
    .bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
    .map((pico) => ({ pico, text: decimal(pico, 12) }));

  test('of money in JSON is what integers say, half away from zero', () => {
    fc.assert(
      fc.property(decimals, ({ pico, text }) => {
        const printed = jsonText(text, 'usd');
        expect(unitsOf(printed, 9)).toBe(halfAway(pico, 1000n));
        expect(printed).not.toMatch(/e|\.\d*0$|\.$|^-0$/);
      }),
    );
  });

  test('of money on a screen is off by at most half of the last digit shown', () => {
    fc.assert(
      fc.property(decimals, ({ pico, text }) => {
        const printed = read(text, 'usd').replaceAll(/[$,]/g, '');
        const places = printed.split('.')[1]?.length ?? 0;
        const error = unitsOf(printed, 12) - pico;
        expect(2n * (error < 0n ? -error : error)).toBeLessThanOrEqual(10n ** BigInt(12 - places));
      }),
    );
  });

  test('never lets a positive amount read as nothing', () => {
    const amounts = fc.bigInt({ min: 1n, max: 10n ** 15n });
    fc.assert(
      fc.property(amounts, (pico) => {
        expect(read(decimal(pico, 12), 'usd')).not.toBe('$0');
      }),
    );
  });
});

function decimal(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function unitsOf(text: string, scale: number): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(scale, '0'));
}

function halfAway(value: bigint, unit: bigint): bigint {
  const away = (2n * (value < 0n ? -value : value) + unit) / (2n * unit);
  return value < 0n ? -away : away;
}
