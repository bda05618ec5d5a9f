import { render } from 'preact'
import { sayPainted } from '../shared/painted.ts'
import { App } from './app.tsx'

render(<App />, document.getElementById('page')!)
sayPainted()
