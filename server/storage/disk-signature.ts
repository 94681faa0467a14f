import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Everything that a signed request is bound to. */
export interface DiskGrant {
  method: 'PUT' | 'GET';
  key: string;
  /** Seconds since 1970. */
  expiresAt: number;
  sizeBytes?: number | undefined;
  md5?: string | undefined;
  contentType?: string | undefined;
  uploadId?: string | undefined;
  partNumber?: number | undefined;
  downloadName?: string | undefined;
  viewName?: string | undefined;
}

export interface DiskSigner {
  /** Path and query below the storage route. */
  sign(grant: DiskGrant): string;
  /** The grant of a request, or `null` where anything about it is not what was signed, or it has expired. */
  verify(request: { method: string; key: string; query: URLSearchParams; now: Date }): DiskGrant | null;
}

/** HMAC-SHA256 over a canonical form, with a key derived for this purpose alone (RFC 5869). */
export function createDiskSigner(secret: string): DiskSigner {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'playhead disk storage', 32));
  const mac = (grant: DiskGrant) =>
    createHmac('sha256', key)
      .update(
        JSON.stringify([
          grant.method,
          grant.key,
          grant.expiresAt,
          grant.sizeBytes ?? null,
          grant.md5 ?? null,
          grant.contentType ?? null,
          grant.uploadId ?? null,
          grant.partNumber ?? null,
          grant.downloadName ?? null,
          grant.viewName ?? null,
        ]),
      )
      .digest();
  return {
    sign(grant) {
      const query = new URLSearchParams({ m: grant.method, e: String(grant.expiresAt) });
      if (grant.sizeBytes !== undefined) query.set('l', String(grant.sizeBytes));
      if (grant.md5 !== undefined) query.set('h', grant.md5);
      if (grant.contentType !== undefined) query.set('t', grant.contentType);
      if (grant.uploadId !== undefined) query.set('u', grant.uploadId);
      if (grant.partNumber !== undefined) query.set('p', String(grant.partNumber));
      if (grant.downloadName !== undefined) query.set('d', grant.downloadName);
      if (grant.viewName !== undefined) query.set('v', grant.viewName);
      query.set('s', mac(grant).toString('base64url'));
      return `/${grant.key}?${query}`;
    },
    verify({ method, key: objectKey, query, now }) {
      const signed = query.get('m');
      const isMethod = method === signed || (method === 'HEAD' && signed === 'GET');
      if (!isMethod || (signed !== 'PUT' && signed !== 'GET')) return null;
      const grant: DiskGrant = {
        method: signed,
        key: objectKey,
        expiresAt: Number(query.get('e')),
        sizeBytes: numberOf(query.get('l')),
        md5: query.get('h') ?? undefined,
        contentType: query.get('t') ?? undefined,
        uploadId: query.get('u') ?? undefined,
        partNumber: numberOf(query.get('p')),
        downloadName: query.get('d') ?? undefined,
        viewName: query.get('v') ?? undefined,
      };
      const given = Buffer.from(query.get('s') ?? '', 'base64url');
      const expected = mac(grant);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      return grant.expiresAt * 1000 > now.getTime() ? grant : null;
    },
  };
}

function numberOf(text: string | null): number | undefined {
  return text === null ? undefined : Number(text);
}
