import '../../../main.ts'
