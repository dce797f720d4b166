export { diffSchema, missingFor, schemaDigest, type Missing } from './schema'
