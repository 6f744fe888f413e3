import { render } from 'preact'
import './css/tokens.css'
import './css/base.css'
import './css/frame.css'
import './css/panels.css'
import './css/tables.css'
import './css/overview.css'
import './css/accounts.css'
import './css/account.css'
import './css/liquidations.css'
import { App } from './app.js'
import { startLive } from './data/live.js'
import { startKeys } from './frame/keys.js'
import { startRouter } from './router.js'
import { startTheme } from './theme.js'

startTheme()
startRouter()
startKeys()
startLive()

const root = document.getElementById('app')
if (root !== null) render(<App />, root)
