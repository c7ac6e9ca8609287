import type { FastifyRequest } from 'fastify';
import type { UploadedFile } from './draft-ports.ts';

const MB = 1024 * 1024;
/** One file, and all that a form sends together. */
export const FILE_MB_MOST = 20;
export const FORM_MB_MOST = 40;
const FIELD_BYTES_MOST = 512 * 1024;

/** A form with files, as a browser sends it (RFC 7578). */
export interface SentForm {
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** By the name of their field. */
  readonly files: ReadonlyMap<string, readonly UploadedFile[]>;
}

/** More than a form may hold; answered as 413. */
class TooLargeError extends Error {
  readonly statusCode = 413;
}

/** @throws an error with the status code 413 for what is too large, 400 or 406 for what is no such form */
export async function readForm(request: FastifyRequest): Promise<SentForm> {
  const fields = new Map<string, string[]>();
  const files = new Map<string, UploadedFile[]>();
  let bytes = 0;
  const count = (more: number) => {
    bytes += more;
    if (bytes > FORM_MB_MOST * MB) throw new TooLargeError(`a form holds ${FORM_MB_MOST} MB at most`);
  };
  const limits = {
    fileSize: FILE_MB_MOST * MB,
    fieldSize: FIELD_BYTES_MOST,
    files: 300,
    fields: 1000,
    parts: 1300,
  };
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      const value = String(part.value);
      count(value.length);
      fields.set(part.fieldname, [...(fields.get(part.fieldname) ?? []), value]);
      continue;
    }
    const body = await part.toBuffer();
    count(body.length);
    // A field of files that was left empty sends one without a name.
    if (part.filename !== '' && body.length > 0)
      files.set(part.fieldname, [...(files.get(part.fieldname) ?? []), { name: part.filename, bytes: body }]);
  }
  return { fields: Object.fromEntries(fields), files };
}
