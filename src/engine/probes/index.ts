export { askProbe, askWhoever, type AskOptions } from './ask'
export { awaitProbes, type AwaitOptions } from './await'
export { verifyService, type VerifyInput, type VerifyOptions } from './verify'
