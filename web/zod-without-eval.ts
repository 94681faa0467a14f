// zod compiles its checks where it may. Our security policy forbids `eval`, and the try alone is reported as an attack; zod
// itself is loaded later, by the pages that need it, and reads this when it is.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
