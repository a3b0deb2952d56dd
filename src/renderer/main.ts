import { createPinia } from 'pinia'
import { createApp } from 'vue'

import App from './App.vue'
import { ActionsKey, createActionRegistry } from './actions'
import { ApiKey, connectApi } from './api'
import { currentLanguage, i18n, setLanguage } from './i18n'
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'

const actions = createActionRegistry()

setLanguage(currentLanguage())
createApp(App)
  .provide(ApiKey, connectApi(currentLanguage))
  .provide(ActionsKey, actions)
  .use(createPinia())
  .use(i18n)
  .mount('#app')

actions.listen(window)
