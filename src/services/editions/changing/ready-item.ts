import { curatingTools } from '../../../curate/curating-tools.ts'
import { keyFrom } from '../../../core/entities/changes/touch-key.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Story } from '../../../core/entities/story.ts'
import type { Item } from '../../../core/entities/sheet.ts'
import type { Transaction } from '../../../store/store.ts'
import { withWords } from '../composing/edited.ts'
import { toItem } from '../composing/to-item.ts'
import type { ChangeTx, ChangeRefused } from './make-change.ts'
import { refused } from '../../../core/said/said.ts'

/** Adds the item of a story that an edition does not carry, so that it can be placed; before the freeze the story only has to exist. */
export async function readyItem({ tx, basis }: ChangeTx, storyId: number): Promise<ChangeRefused | null> {
  const [story] = await tx.stories.byIds([storyId])
  const withdrawn = await tx.exclusions.withdrawn([storyId])
  if (!story || withdrawn.has(storyId)) return refused('no-such-story', { name: String(storyId) })
  if (basis.editionId === null) return null
  const edition = await tx.editions.byId(basis.editionId)
  const digest = await tx.digests.byId(basis.digestId)
  if (!edition || !digest) return refused('not-changeable', { status: 'gone' })
  if (!(await tx.contents.item(edition.id, storyId)))
    await tx.contents.addItem(edition.id, await inOwnWords(tx, await itemOf(tx, digest, edition, story)))
  return null
}

/** With the words that editors gave the story in all digests. */
async function inOwnWords({ changeValues }: Transaction, item: Item): Promise<Item> {
  const texts = await changeValues.texts([item.storyId])
  return [...texts].reduce((made, [text, value]) => withWords(made, keyFrom(text).aspect, value), item)
}

/** As compose would have made it; a story without a topic of the digest is put under its first one. */
async function itemOf(tx: Transaction, digest: Digest, edition: Edition, story: Story): Promise<Item> {
  const tools = curatingTools({
    digest: { topics: digest.topics, language: digest.language },
    topics: await tx.newsroom.topics(),
    extraCountries: await tx.newsroom.countries(),
    pinned: new Set(),
    frozenAt: edition.frozenAt,
  })
  const item = toItem(tools.item(tools.read(story), [], []))
  const near = tools.read(story).nearTopics.find(({ id }) => digest.topics.includes(id))?.id
  const [first = ''] = digest.topics
  return item.topics.length > 0 ? item : { ...item, topics: [near ?? first] }
}
