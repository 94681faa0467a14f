import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { contract } from '#shared/contract.ts';

const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });

/** The OpenAPI 3.1 document of everything below `/api`. */
export async function openApiDocument(input: { publicUrl: string; version: string }): Promise<object> {
  return generator.generate(contract, {
    info: {
      title: 'Playhead',
      version: input.version,
      description:
        'Record, share, discuss and acknowledge video updates. Errors have the form ' +
        '`{ code, message, requestId, details? }`. Send a personal API key as `Authorization: Bearer ph_…`. ' +
        'Guests of a share link send `x-share-link: <linkId>` with the cookie that `/share/open` has set; ' +
        'guests of a video request send `x-video-request: <id>` with the cookie of `/requested/open`.',
    },
    servers: [{ url: `${input.publicUrl}/api` }],
    components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    security: [{ apiKey: [] }],
  });
}
