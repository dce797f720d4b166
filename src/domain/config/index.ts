/** Configuration files: their keys, what differs between two of them, and credentials that stay as they are today. */
export { parseConfig } from './entries'
export { isSecretValue, maskForms } from './secret'
export { isSecretKey, mayNameSecret } from './secret-name'
export { secretValues } from './secret-values'
export { credentialsThatDiffer, mergeCredentials } from './credentials'
export { configKeys, diffConfig } from './diff'
