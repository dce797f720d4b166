export { startProcess, type OnLine, type StartAction } from './start'
export { stopProcess, type StopAction } from './stop'
export { observeProcess } from './observe'
export { followLog, logPath, type Following } from './log'
