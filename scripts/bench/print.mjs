// A build that prints 100,000 lines in 5 s, evenly.
const AMOUNT = 100_000
const TIME = 5_000
const began = performance.now()
let printed = 0

const timer = setInterval(() => {
  const until = Math.min(AMOUNT, Math.floor(((performance.now() - began) / TIME) * AMOUNT))
  let text = ''
  while (printed < until) text += `line ${++printed} of ${AMOUNT}: compiled src/module-${printed % 977}.ts\n`
  process.stdout.write(text)
  if (printed === AMOUNT) clearInterval(timer)
}, 10)
