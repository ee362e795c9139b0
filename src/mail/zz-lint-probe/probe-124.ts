import '../../main.ts'
