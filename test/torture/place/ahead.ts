/** Preloaded into a sender: sets its clock ahead of the machine's by some seconds. */
const seconds = Number(process.env['DAYWIRE_TEST_AHEAD'])
const now = Temporal.Now.instant.bind(Temporal.Now)
Temporal.Now.instant = () => now().add({ seconds })
