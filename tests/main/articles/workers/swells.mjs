// Stands for text that grows without bound in memory.
const kept = []
for (;;) kept.push(new Array(100_000).fill(Math.random()))
