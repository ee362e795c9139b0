/**
 * The most common passwords: words, keyboard rows, months, teams, cities. Compared without punctuation and without digits at both ends, so
 * that `Password2026!` matches `password`. Entries shorter than twelve characters are here for that reason.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
1234qwerasdf 12qwaszx34er 1q2w3e4r5t6y 1qaz2wsx3edc abcdefghijkl abracadabra access accessgranted admin
adminadmin adminadminadmin administrador administrateur administrator administratorpassword april arsenal
asdf1234qwer asdfghjkl asdfqwerzxcv august autumn barcelona baseball basketball batman batterystaple
bayernmunich berlin blessed butterfly changeit changeme changemenow changemeplease changethis chelsea
chocolate christmas computer computerscience contrasena correcthorse correcthorsebatterystaple dailynews
december default defaultpassword donttellanyone dragon dragondragon editor editoreditor editorial elephant
february football foreverandever forgotpassword freedom friday godisgood guestguest guestguestguest
happybirthday horsebatterystaple hunter hunter2 iforgotmypassword iloveyou iloveyoumore iloveyousomuch
internet january jennifer jesuschrist jordan journalist july june keepitsecret letmein letmeinletmein
letmeinplease liverpool login loginlogin london londonengland losangeles loveyouforever manchesterunited
march master masterpassword michael mickeymouse monday monkey monkeymonkey moscow motdepasse mustang
mypassword mypasswordis newpassword newpasswordnew newsletter newspaper newsroom newsroomnewsroom newyork
newyorkcity nopassword nopasswordneeded northkorea november october opensesame p4ssw0rd p4ssw0rdp4ssw0rd
pa55w0rd pa55word paris passw0rd passw0rdpassw0rd password password1password passwordpassword passwort
pikachu pleasechangeme pokemon princess q1w2e3r4t5y6 qazwsxedc qazwsxedcrfv qwer1234asdf qwerty qwertyqwerty
qwertyuiop qwertyuiopasdf qwertyuiopasdfgh realmadrid rootroot rootrootroot saturday secretpassword
secretsecret securitynews september shadow spiderman spring starwars strawberry summer sunday sunshine
supercalifragilisticexpialidocious superman temporary temporarypassword temppassword test1234test
testpassword testtesttest thisismypassword thursday toor topsecret trustno1 tuesday unbelievable
unitedstates wachtwoord washington washingtondc wednesday welcome welcomehome welcomewelcome whatever winter
zaq12wsxcde3 zaq1xsw2cde3 zxcvbnm
`
    .trim()
    .split(/\s+/),
)
