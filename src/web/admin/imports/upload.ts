import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mostImportBytes } from '../../../core/entities/imports/import.ts'
import { uploadList } from '../../../services/imports/starting/upload-list.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { uploadedFile } from './uploaded.ts'

const config = { permission: 'change-subscribers' }

/** Streams the uploaded file of a list into the store. */
export async function registerUpload(
  scope: FastifyInstance,
  { context, limits }: WebContext,
  admin: Admin,
): Promise<void> {
  scope.get('/import', { config }, async (request, reply) => show(admin, request, reply, ''))
  await scope.register(async (own) => {
    await own.register(multipart, {
      // One byte more, so that the service can detect a file that is too large.
      limits: { files: 1, fields: 5, parts: 8, fieldSize: 1000, fileSize: mostImportBytes + 1 },
      throwFileSizeLimit: false,
    })
    own.post(
      '/import',
      {
        config: { ...config, isUpload: true },
        bodyLimit: mostImportBytes + 65_536,
        handlerTimeout: limits.upload,
      },
      async (request, reply) => {
        const { file } = await uploadedFile(request)
        if (!file) return show(admin, request, reply.code(422), admin.say('import-no-file'))
        const upload = { fileName: file.name, bytes: file.bytes }
        const digest = await admin.digestOf(request)
        const taken = await uploadList(context, digest, upload, accountOf(request).actor)
        if (taken.ok) return seeOther(reply, withDigest(admin.at(`/imports/${taken.id}`), digest), 'uploaded')
        return show(admin, request, reply.code(422), wholeSentence('en', taken))
      },
    )
  })
}

async function show(
  admin: Admin,
  request: FastifyRequest,
  reply: FastifyReply,
  fault: string,
): Promise<string> {
  const digest = await admin.digestOf(request)
  const page = {
    title: admin.say('import-a-list'),
    here: '/import',
    digest,
    ...(fault !== '' && { fault: admin.say('not-saved') }),
  }
  const most = mostImportBytes / 2 ** 20
  return admin.show(request, reply, 'import', page, { digest: digest.key, name: digest.name, fault, most })
}
