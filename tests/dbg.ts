import { ground } from './journeys/ground.ts'

const room = await ground({
  box: { attention: { quietMs: 2_500, graceMs: 3_000 } },
  onLog: (p, l) => console.log(p, l.slice(0, 300)),
})
const desk = room.desk()
console.log(
  await room
    .visit('good', {
      signal: AbortSignal.timeout(30000),
      instead: async (state, hands) => {
        const { ask } = state
        if (ask.is === 'finger') console.log(state.askId, ask.state, ask.attempt, ask.advice, ask.problem)
        else console.log(state.askId, JSON.stringify(ask).slice(0, 100), state.timeout)
        if (ask.is !== 'finger' || ask.position !== 'right-index' || ask.state !== 'waiting') return false
        await hands.act({ is: 'finger', citizen: 'good', position: 'right-index', condition: 'dry' })
        return true
      },
    })
    .catch((e) => e),
)
await desk.leave()
await room.dispose()
