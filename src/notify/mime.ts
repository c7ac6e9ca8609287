import type { PluginFunction } from 'nodemailer';
import * as base64 from 'nodemailer/lib/base64';
import type MimeNode from 'nodemailer/lib/mime-node';
import * as quotedPrintable from 'nodemailer/lib/qp';

/**
 * A plugin for nodemailer's `stream` step: hands the whole mail on as one piece, byte for byte what nodemailer makes of
 * it. By itself it has streams for each part and writes every piece of them to the socket alone, a third of what a mail costs.
 * A content that is no string is refused.
 */
export const inOnePiece: PluginFunction = ({ message }, done) => {
  try {
    message.setRaw(partOf(message));
    // Else the parts follow once more.
    message.multipart = false;
    done();
  } catch (error) {
    done(error as Error);
  }
};

/** Headers, then the content or, each after its delimiter, the parts (RFC 5322, RFC 2046). */
function partOf(node: MimeNode): string {
  const encoding = node.getTransferEncoding();
  // Finds out the delimiter too.
  const head = `${node.buildHeaders()}\r\n\r\n`;
  if (!node.multipart) return head + encoded(contentOf(node), encoding);
  const parts = node.childNodes.map((part) => `--${node.boundary}\r\n${partOf(part)}\r\n`);
  return `${head}${parts.join('')}--${node.boundary}--\r\n`;
}

/** What stands in a file or behind an address is nobody's to mail. */
function contentOf({ content = '' }: MimeNode): string {
  if (typeof content === 'string') return content;
  throw new Error('A part of the mail is not its content, but says where that is.');
}

function encoded(content: string, encoding: string | false): string {
  if (encoding === 'quoted-printable') return quotedPrintable.wrap(quotedPrintable.encode(content));
  return encoding === 'base64' ? base64.wrap(base64.encode(content)) : content;
}
