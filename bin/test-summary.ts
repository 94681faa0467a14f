import { readFileSync } from 'node:fs';

/** Adds Vitest's results to the other checks, names what was skipped, and ends with the line that CI reads. */
interface Results {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numFailedTestSuites: number;
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
}

const [file = '', checksPassed = '0', checksFailed = '0', status = '1'] = process.argv.slice(2);
let results: Results | null = null;
try {
  results = JSON.parse(readFileSync(file, 'utf8')) as Results;
} catch {
  console.log('Vitest left no results.');
}
const passed = Number(checksPassed) + (results?.numPassedTests ?? 0);
let failed = Number(checksFailed) + (results?.numFailedTests ?? 0);
// A file that broke before its tests, or a crash of the runner, is a failure too.
if (failed === 0 && status !== '0') failed = 1;
const skipped =
  results?.testResults
    .flatMap((suite) => suite.assertionResults)
    .filter((test) => ['skipped', 'pending', 'todo'].includes(test.status)) ?? [];
for (const test of skipped) console.log(`skipped: ${test.fullName}`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
