export { diffSchema, missingFor, missingSentence, schemaDigest, type Missing } from './schema'
