import { AppError } from '#shared/errors.ts';

/** Those of the most used passwords that are long enough to pass the length rule (NIST SP 800-63B: refuse common ones). */
const COMMON = new Set(
  `1234567890 12345678910 123456789a 1q2w3e4r5t 1qaz2wsx3edc q1w2e3r4t5 qwertyuiop qwerty12345 qwerty123456 password12
password123 password1234 password12345 passw0rd123 mypassword mypassword1 iloveyou12 iloveyou123 sunshine123 football123
baseball123 princess123 superman123 welcome123 welcome1234 welcome2024 welcome2025 welcome2026 letmein123 letmein1234
administrator admin12345 admin123456 adminadmin changeme123 changemenow trustno1trustno1 abcdefghij abcdefghijk abc1234567
abcd123456 asdfghjkl1 asdfghjkl123 zxcvbnm123 0123456789 9876543210 0987654321 1111111111 0000000000 2222222222 5555555555
7777777777 8888888888 9999999999 1212121212 1231231231 123123123123 123qwe123qwe qwe123qwe123 qweasdzxc123 michelle123
starwars123 whatever123 computer123 internet123 samsung123 summer2024 summer2025 summer2026 winter2024 winter2025 winter2026
liverpool1 manchester charlie123 monkey1234 dragon1234 playhead123 playheadplayhead passwordpassword`.split(
    /\s+/,
  ),
);

/** Throws `invalid_input` for a password that is common, one character repeated, or made of the person's own name or address. */
export function assertPasswordAllowed(password: string, person: { name: string; email: string }): void {
  const lower = password.toLowerCase();
  if (COMMON.has(lower) || new Set(lower).size < 4) {
    throw new AppError(
      'invalid_input',
      'password: this one is among the first that anybody tries. Use a few words of your own.',
    );
  }
  const own = [person.email, person.email.split('@')[0] ?? '', ...person.name.split(/\s+/)];
  const rest = own
    .map((part) => part.toLowerCase())
    .filter((part) => part.length >= 4)
    .reduce((left, part) => left.replaceAll(part, ''), lower);
  if (rest.length < 5) {
    throw new AppError('invalid_input', 'password: don’t build it from your name or e-mail address.');
  }
}
