import { version } from '../../package.json'

/** Of this program, for reports and the window. */
export const VERSION: string = version
