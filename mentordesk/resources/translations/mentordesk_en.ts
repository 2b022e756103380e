<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Search messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New d&amp;ocument</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sen&amp;d the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a &amp;file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next &amp;part of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part &amp;before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Left column: names or pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;ettings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connect now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Put on a stick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take &amp;from a stick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Lock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close MentorDesk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;All keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Desk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AskToRead</name>
    <message>
        <source>It must be handed in on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ddd d MMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What should they look at? You can leave this empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who should read it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A word with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked. It goes when it connects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask {name} to read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask somebody to read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only you have this document. Share it first, then somebody can read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody else is in this circle yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That day is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is too near for {name} to read it and for you to fix it. You can still ask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That leaves little time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not known yet on which days {name} connects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send by {send} so that {name} can read by {read} and you can fix it {fix}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} does not usually connect on {day}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You do not usually connect on {day}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BarWords</name>
    <message>
        <source>You are suggesting. {name} decides.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say first what is good about it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was hoped for by {day}. It still helps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it back by {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} can fix it {fix}; give it back by {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of this has gone to {name} yet. It goes when you give it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You gave it back, {moment}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What works first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given back: {what}. It goes to {name} when it connects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} gave it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{names} gave it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for {names}, hoped for by {day}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All answered. Make version {number}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make version {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is version {number} now. You can always look at it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the first {count} are shown. Answer some, then the next ones come.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Accept all %n suggestions</source>
        <translation>
            <numerusform>Accept the one suggestion</numerusform>
            <numerusform>Accept all %n suggestions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Refuse all %n suggestions</source>
        <translation>
            <numerusform>Refuse the one suggestion</numerusform>
            <numerusform>Refuse all %n suggestions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Accept %n suggestions by {name}</source>
        <translation>
            <numerusform>Accept one suggestion by {name}</numerusform>
            <numerusform>Accept %n suggestions by {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Refuse %n suggestions by {name}</source>
        <translation>
            <numerusform>Refuse one suggestion by {name}</numerusform>
            <numerusform>Refuse %n suggestions by {name}</numerusform>
        </translation>
    </message>
    <message>
        <source>Ask somebody to read it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not ask any more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BothTexts</name>
    <message>
        <source>Both texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChoosePage</name>
    <message>
        <source>Four words for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type it once more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open my desk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is your desk at {programme}. Choose a passphrase: a few words that only you know. Nobody can look them up for you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is your desk at {programme}. Type the passphrase you have, to work on this computer too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use these words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hello {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it in your head or on paper at home. You need it each time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least {count} letters. A few words are easy to keep.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CirclePage</name>
    <message>
        <source>New thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Show older threads: %n</source>
        <translation>
            <numerusform>Show one older thread</numerusform>
            <numerusform>Show %n older threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{author}: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing written yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CircleTabs</name>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Documents</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CircleWords</name>
    <message>
        <source>Only you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everybody here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write to {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody else is in this circle yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask {name} one thing you want to know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has not started yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodeBoxes</name>
    <message>
        <source>Code, part {number} of 3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Commenter</name>
    <message>
        <source>Mark the words first that you want to comment on.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComputerName</name>
    <message>
        <source>Name of this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only you see it, on your other computers, beside what you wrote here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message>
        <source>Its place is no longer there, so nothing can change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>In %n places the text has changed: look at them one by one.</source>
        <translation>
            <numerusform>In one place the text has changed: look at it.</numerusform>
            <numerusform>In %n places the text has changed: look at them one by one.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suggestions accepted.</source>
        <translation>
            <numerusform>One suggestion accepted.</numerusform>
            <numerusform>%n suggestions accepted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suggestions refused.</source>
        <translation>
            <numerusform>One suggestion refused.</numerusform>
            <numerusform>%n suggestions refused.</numerusform>
        </translation>
    </message>
    <message>
        <source>It has an answer already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That did not work. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DocumentDeeds</name>
    <message>
        <source>Share…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who may write in it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} is put away. It can still be read.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DocumentPage</name>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another title…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find and replace…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DocumentRows</name>
    <message numerus="yes">
        <source>{name} has %n questions about what you gave back</source>
        <translation>
            <numerusform>{name} has one question about what you gave back</numerusform>
            <numerusform>{name} has %n questions about what you gave back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You have %n things to give back to {name}</source>
        <translation>
            <numerusform>You have one thing to give back to {name}</numerusform>
            <numerusform>You have %n things to give back to {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} gave it back: %n to answer</source>
        <translation>
            <numerusform>{name} gave it back: one to answer</numerusform>
            <numerusform>{name} gave it back: %n to answer</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} asks you to read it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words}: {note}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing written yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n words</source>
        <translation>
            <numerusform>one word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
    <message>
        <source>What you wrote goes when it connects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} can read it when it has gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} can read it when it has gone; hoped for by {day}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DocumentWords</name>
    <message>
        <source>A part of it is still to come</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put away</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n things to give back</source>
        <translation>
            <numerusform>%n thing to give back</numerusform>
            <numerusform>%n things to give back</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} gave it back: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{names} is asked to read it by {day}</source>
        <translation>
            <numerusform>{names} is asked to read it by {day}</numerusform>
            <numerusform>{names} are asked to read it by {day}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{names} is asked to read it</source>
        <translation>
            <numerusform>{names} is asked to read it</numerusform>
            <numerusform>{names} are asked to read it</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are asked to read it by {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are asked to read it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You gave it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{name} asks about %n things</source>
        <translation>
            <numerusform>{name} asks about %n thing</numerusform>
            <numerusform>{name} asks about %n things</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} took {accepted} and left {refused}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n suggestions</source>
        <translation>
            <numerusform>one suggestion</numerusform>
            <numerusform>%n suggestions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n comments</source>
        <translation>
            <numerusform>one comment</numerusform>
            <numerusform>%n comments</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} changed it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only you can read this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} wrote it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left this computer on a stick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On their computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{names} has read it</source>
        <translation>
            <numerusform>{names} has read it</numerusform>
            <numerusform>{names} have read it</numerusform>
        </translation>
    </message>
    <message>
        <source>On {name}&apos;s computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n words</source>
        <translation>
            <numerusform>one word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
    <message>
        <source>somebody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{people} can read all of it, also how it was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{people} can read {title} when it has left this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{people} can read {title} now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} may write in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Word (.docx)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LibreOffice (.odt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF, to print or to show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Web page (.html)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Markdown (.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plain text (.txt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what stands above and below each page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>small programs in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>footnotes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>links to places on a computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>notes at its end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>comments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables became lines of words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words in boxes stand below their paragraph.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tracked changes are all taken in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of formulas only the letters came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some special signs may look otherwise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look whether accents are right: the file does not say how it is written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not taken along: {parts}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DocumentsPage</name>
    <message>
        <source>New document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Documents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My documents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only you can read these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Show older documents: %n</source>
        <translation>
            <numerusform>Show older documents: %n</numerusform>
            <numerusform>Show older documents: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Back to the others</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Put away: %n</source>
        <translation>
            <numerusform>Put away: %n</numerusform>
            <numerusform>Put away: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Write your first document. Only you can read it until you share it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write, then ask others to read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing written yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another title…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep this title</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EditorMenu</name>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose everything</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Save a copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With open suggestions and comments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a place…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>What works first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About words that are no longer there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggestion: “{adds}” instead of “{removes}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggestion: add “{adds}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggestion: take out “{removes}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About “{quote}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most important</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I don&apos;t understand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileWords</name>
    <message>
        <source>Here, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes when it connects, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused, {moved}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped at this week&apos;s limit, {moved}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No room at the server, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your room at the server is used up, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not at the server any more, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get it, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get it anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open all the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{deed}: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kind of file can harm a computer. Save it only if you expected it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no room for this file just now. It stays safe here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have used your room for files at the server. It stays safe here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File {name}: {state}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter: {deed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size}: {time} on this line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program opens it. Others at this computer could see it until you sign out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No program on this computer opens it. You can save it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It could not be saved there. Choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>about %n minutes</source>
        <translation>
            <numerusform>about one minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hours</source>
        <translation>
            <numerusform>about one hour</numerusform>
            <numerusform>about %n hours</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take off {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{now}, was {before}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No limit. Files: {files}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{used} used. Files: {files}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let files go this week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It moves and is large: only its first picture is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not here yet, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comes by itself, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as {name}. Others at this computer can see it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others can only save it, not open it here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n files on this message</source>
        <translation>
            <numerusform>One file on this message</numerusform>
            <numerusform>%n files on this message</numerusform>
        </translation>
    </message>
    <message>
        <source>picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adding it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is {size}: {time} on this line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send it anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This week&apos;s limit is reached. Words still go; files wait.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This week&apos;s limit is reached. You let files go on.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put in its place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Large and small letters differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole words only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find é also as e</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in this document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How to find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Replaced: %n</source>
        <translation>
            <numerusform>Replaced: %n</numerusform>
            <numerusform>Replaced: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Found: %n</source>
        <translation>
            <numerusform>Found: %n</numerusform>
            <numerusform>Found: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>{title} – MentorDesk</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>{name}: settings, lock, sign out</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Importer</name>
    <message>
        <source>Open a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts ({endings})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeepLine</name>
    <message>
        <source>It is {time} for {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeepPanel</name>
    <message>
        <source>Keep in mind</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>All keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LeftColumn</name>
    <message>
        <source>Today and circles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your circles appear here when your programme has made them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the names (F9)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show pictures only (F9)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My documents</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n waiting for you</source>
        <translation>
            <numerusform>%n waiting for you</numerusform>
            <numerusform>%n waiting for you</numerusform>
        </translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LineWords</name>
    <message numerus="yes">
        <source>Offline, %n waiting</source>
        <translation type="unfinished">
            <numerusform>Offline, %n waiting</numerusform>
            <numerusform>Offline, %n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation type="unfinished">
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message>
        <source>Sending {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Couldn&apos;t connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected. You can work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending and fetching now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong. Your work is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No contact with the server yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last contact: {moment}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This week: {up} sent, {down} received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last time: {up} sent, {down} received; requests: {requests}, seconds: {seconds}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n envelopes of others went along. Their answers wait here.</source>
        <translation type="unfinished">
            <numerusform>One envelope of somebody else went along. Its answer waits here.</numerusform>
            <numerusform>%n envelopes of others went along. Their answers wait here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Carrying %n envelopes of others. They go with the line; nobody here can read them.</source>
        <translation type="unfinished">
            <numerusform>Carrying %n envelope of others. It goes with the line; nobody here can read it.</numerusform>
            <numerusform>Carrying %n envelopes of others. They go with the line; nobody here can read them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On a stick, on the way: %n</source>
        <translation type="unfinished">
            <numerusform>On a stick, on the way: %n</numerusform>
            <numerusform>On a stick, on the way: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits to leave this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not left this computer yet: {count} ({size})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All words have left this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything has left this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n files are not at the server yet. They go on when you are signed in and connected.</source>
        <translation type="unfinished">
            <numerusform>%n file is not at the server yet. It goes on when you are signed in and connected.</numerusform>
            <numerusform>%n files are not at the server yet. They go on when you are signed in and connected.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LinkDesk</name>
    <message>
        <source>Open link…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change link…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take link off</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LinkDialog</name>
    <message>
        <source>Link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take link off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NewComment</name>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment on &apos;{quote}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NewTitle</name>
    <message>
        <source>What is it called?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title of the document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>A message from {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n new messages</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OpenDialog</name>
    <message>
        <source>Open this page?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your browser opens this page:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It needs a line, and counts as data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OptionWords</name>
    <message>
        <source>How it looks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing documents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space between rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of MentorDesk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark words that may be misspelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weekly limit: files stop there, words always go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Less</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PageWords</name>
    <message>
        <source>Not saved yet. {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You stopped here. {saved}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n words</source>
        <translation>
            <numerusform>one word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{part} of %n words</source>
        <translation>
            <numerusform>{part} of %n word</numerusform>
            <numerusform>{part} of %n words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changes that came cannot be used in this document. They are kept aside; the text is as it was.</source>
        <translation>
            <numerusform>%n change that came cannot be used in this document. It is kept aside; the text is as it was.</numerusform>
            <numerusform>%n changes that came cannot be used in this document. They are kept aside; the text is as it was.</numerusform>
        </translation>
    </message>
    <message>
        <source>A part of what others wrote has not come yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} lets you write in this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has put this away. You can read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have put this away. You can read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This circle has ended. You can read everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A part has not come yet. You can write when it is here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A part that came cannot be read. What is here is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can read this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} changed words here without suggesting it. The text from before is in the versions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggested by {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written by {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl and a click open {address}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you type becomes suggestions.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PastWords</name>
    <message>
        <source>You took this message back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} took this message back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The others are told when it connects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too late: it is on its way already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrived late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written on {computer}, arrived late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An older message from {computer} has just gone: “{words}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The newest that came from {computer}: {moment}. Work made there after that may still be on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is another text of yours for this message.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You wrote something else on {computer}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You wrote something on {computer} that was not sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You wrote this on {computer}. It has not been sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} changed the topic too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thrown away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written on {computer}, {moment}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written by {name}, {moment}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What stands here now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other text stands here now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older messages are still coming, about {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not everything written here has arrived yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older messages are still coming. Search again later to find them too.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>Type your name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find your name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People of this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who is writing today?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I have a slip</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Full size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture cannot be shown. You can save it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RenameDialog</name>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it a title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is this document called?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What works first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More about all suggestions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which suggestions and comments are shown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReviewKeys</name>
    <message>
        <source>Next suggestion or comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggestion or comment before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Into the card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept, or say that it is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse, or say not yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment on this</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReviewWords</name>
    <message>
        <source>You</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What works first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Join two paragraphs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another look of these words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin a new paragraph here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put a space here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a space out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text has changed: see both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place no longer there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text has changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{answer}: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most important</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not given back yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most important.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text has changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The place is no longer there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not given back yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n replies.</source>
        <translation>
            <numerusform>One reply.</numerusform>
            <numerusform>%n replies.</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} says what works first: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You say to &apos;{quote}&apos;: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} says to &apos;{quote}&apos;: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You suggest: {change}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} suggests: {change}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>add &apos;{words}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take out &apos;{words}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take out &apos;{out}&apos;, add &apos;{words}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put these words here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I don&apos;t understand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why? You can leave this empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is not clear? You can leave this empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why? It helps to say.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three are marked already. Take one mark away first, so that the three stand out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggestions and comments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask {name} to read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask somebody to read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it was about is not whole on this computer yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything here has an answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has an answer yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type in the text to suggest something. Mark some words to comment on them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has come back yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only you can read this. Share it, then you can ask somebody to read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write, then ask somebody to read it. What they say stands here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {all} answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n suggestions</source>
        <translation>
            <numerusform>one suggestion</numerusform>
            <numerusform>%n suggestions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n comments</source>
        <translation>
            <numerusform>one comment</numerusform>
            <numerusform>%n comments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n most important</source>
        <translation>
            <numerusform>one most important</numerusform>
            <numerusform>%n most important</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search messages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Messages found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages with {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a word above. It is found in all your messages, also offline.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found. Try fewer letters, or another word.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SecretField</name>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SeeBoth</name>
    <message>
        <source>Text has changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} suggests:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As {name} saw it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of it is left.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>A change counts at once, for you on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShareDialog</name>
    <message>
        <source>Who may read it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are in no circle yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>What you wrote is kept safe on this computer and goes when it connects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n things are safe here and leave with the next line.</source>
        <translation>
            <numerusform>%n thing is safe here and leaves with the next line.</numerusform>
            <numerusform>%n things are safe here and leave with the next line.</numerusform>
        </translation>
    </message>
    <message>
        <source>The server does not answer. Look at its address again. Is this computer connected? It must be, the first time.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SlipPage</name>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start with your slip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You got a paper slip from your school or programme. Copy two things from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set by your school</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again at {letter}, letter {position} of the code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{letter} (letter {position})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One letter is not right. Look again at {letters}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Speller</name>
    <message>
        <source>Spelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No suggestions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add {word} to my words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No dictionary for this language here. Add one in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not check this document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My words and dictionaries</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SpellingSettings</name>
    <message>
        <source>My words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a dictionary…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A dictionary is a file that ends in .oxt, as LibreOffice has them, or a pair .aff and .dic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a dictionary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dictionaries ({endings})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this computer: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no dictionary on this computer yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the dictionary {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget the word {word}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusPanel</name>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Safe here. Goes when it connects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put on a stick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take from a stick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StickWords</name>
    <message>
        <source>Take from a stick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put on a stick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What somebody brought on the stick comes to this computer: answers, and sealed work of others, which goes on from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the server has not got yet goes on the stick, sealed: whoever carries or finds it cannot read it. All of it stays here as well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files do not go by stick, only their messages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking from {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Putting on {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n answers for others are on it. Bring it back to them.</source>
        <translation>
            <numerusform>One answer for somebody else is on it. Bring it back to them.</numerusform>
            <numerusform>%n answers for others are on it. Bring it back to them.</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to put on a stick now. The server has everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything was on this stick already. It goes on at a computer with a line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n things are on the stick. They go on at a computer with a line.</source>
        <translation>
            <numerusform>One thing is on the stick. It goes on at a computer with a line.</numerusform>
            <numerusform>%n things are on the stick. They go on at a computer with a line.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them are other people&apos;s, sealed.</source>
        <translation>
            <numerusform>One of them is somebody else&apos;s, sealed.</numerusform>
            <numerusform>%n of them are other people&apos;s, sealed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answers came.</source>
        <translation>
            <numerusform>One answer came.</numerusform>
            <numerusform>%n answers came.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n envelopes of others wait here for the line.</source>
        <translation>
            <numerusform>One envelope of somebody else waits here for the line.</numerusform>
            <numerusform>%n envelopes of others wait here for the line.</numerusform>
        </translation>
    </message>
    <message>
        <source>There was nothing new for this computer on the stick.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n envelopes are damaged and were left on the stick. Nothing is lost: they are still where they were written.</source>
        <translation>
            <numerusform>One envelope is damaged and was left on the stick. Nothing is lost: it is still where it was written.</numerusform>
            <numerusform>%n envelopes are damaged and were left on the stick. Nothing is lost: they are still where they were written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n envelopes are from a newer MentorDesk. Install the newer one here, then take from the stick again.</source>
        <translation>
            <numerusform>One envelope is from a newer MentorDesk. Install the newer one here, then take from the stick again.</numerusform>
            <numerusform>%n envelopes are from a newer MentorDesk. Install the newer one here, then take from the stick again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things were not for this computer and stayed there.</source>
        <translation>
            <numerusform>One thing was not for this computer and stayed there.</numerusform>
            <numerusform>%n things were not for this computer and stayed there.</numerusform>
        </translation>
    </message>
    <message>
        <source>You can take the stick out now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sticks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No stick found. Put one in: it appears here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another stick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put on it too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take from it too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you wrote has waited for a line {since}. A stick could carry it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Teller</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ThreadPage</name>
    <message>
        <source>What is it about? A few words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You stopped here. {saved}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back. Nobody got it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n new below</source>
        <translation>
            <numerusform>%n new below</numerusform>
            <numerusform>%n new below</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dddd d MMMM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ddd d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} KB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {whole} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {whole} KB</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>Go on where you stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not left this computer yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On a stick, on the way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good morning, {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good afternoon, {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good evening, {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing written yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your programme makes one for you; it comes with the next line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are in no circle yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing waits for you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} {days}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of paragraph: {kind}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>Bold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Italic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heading 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heading 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heading 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbered list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Ask to read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Troubles</name>
    <message>
        <source>Something went wrong. Your work is kept. ({code})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is not the passphrase. Try again; big and small letters count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer is too full at the moment. Close other programs and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody with this name has signed in on this computer yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something in the code is not right. Check each letter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check letter {position} of the code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One letter of the code is not right. Check letters {positions}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This slip was used already. Ask for a new slip.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This slip is too old. Ask for a new slip.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not know this slip. Check the code and the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer&apos;s disk is full. What you wrote before is safe. Make room, then go on: your text is still here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MentorDesk may not write in its folder on this computer. Ask the person who looks after it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some of what was kept on this computer is damaged. What reached the server comes back from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer MentorDesk was used here. Install the newer one; nothing is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your desk is open in another window already. Go on there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MentorDesk is not installed completely on this computer. Ask the person who looks after it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not answer now. You can go on working.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another page answered, not our server. If this network asks you to sign in, do it in the web browser first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>We could not make sure that this is our server, so nothing was sent. Check the date and time of this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server asks you to sign in again. Your work is kept here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server is busy. We try again soon.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server speaks a newer language. Update MentorDesk; your work is kept here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a server address. An address looks like this: desk.school.org</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to send yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is too long for one message. Your text is kept. Send it in parts, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is {size}, too long for one message: up to {limit} fit. Your text is kept. Send it in parts, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is too large to go with a message, so it was not added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is {size}. Files of up to {limit} can go with a message, so it was not added. Send a smaller one, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One message can have up to {count} files. Send the rest with the next one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some of this file is not on this computer yet. Get it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file was damaged on this computer. It is fetched again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MentorDesk does not open files of this kind: they can harm a computer. You can save it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be read, so it was not added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture cannot be read; it may be damaged. It was not added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture has too many dots for this computer, so it was not added. Make it smaller first, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This dictionary is damaged, or it is none. Get it once more, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dictionaries are files that end in .oxt, .zip, .aff or .dic. Choose one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A dictionary is two files, .aff and .dic, side by side. One is not here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is too large for a dictionary, so it was not taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name of a dictionary says its language, like sw_KE.dic. This one does not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no dictionary for spelling in this file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is too large to be made a document. Save a copy without pictures, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is {size}; files of up to {limit} can be made a document. Save a copy without pictures and try that one, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a file of an old kind. Save a copy as .docx in its own program, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a Pages file. Export it as Word there, and try that one, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A PDF cannot be made a document. Take the file it was made from, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files of this kind cannot be made a document. Save a copy as .docx first, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This text is too long for one document. Cut it into parts first, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is damaged, or it is not what its name says. Open it in its own program and save a copy, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file needs its password. Save a copy without a password, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file would fill the memory of this computer, so it was not opened. If it is your own, save a copy in its own program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something that was kept on this computer was damaged. The last copy is in its place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something that was kept on this computer was damaged. The copy of {day} is in its place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was kept on this computer was damaged, and there was no good copy of it. The damaged file is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please look whether what you wrote last is here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n things that had not left this computer are safe.</source>
        <translation>
            <numerusform>%n thing that had not left this computer is safe.</numerusform>
            <numerusform>%n things that had not left this computer are safe.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything that reached the server comes back with the next line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two computers say that they belong to the same person, and only one can be right. Tell your coordinator before you write anything private. Your work is safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are two different lists of who is in one of your circles. Whoever was taken out of one of them gets nothing new. Tell your coordinator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your other computer knows something else about who is in a circle. What you write there waits here until this is clear. Tell your coordinator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server takes nothing from you for one of your circles now. What you wrote is kept here and goes when you are in the circle again. Ask your coordinator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server did not take something that you wrote. It is kept on this computer. Tell your coordinator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stick is full. Make room on it, or take another one. Nothing is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stick is full: {size} more are needed. Make room on it, or take another one. Nothing is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing can be written on this stick. Look for a small switch at its side, or take another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stick was taken out. Nothing is lost: put it in again, and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no folder here any more. Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped. What has arrived is whole, and the rest is still where it was. You can go on later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This does not fit here: {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is used already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A setting of your school cannot be read: {name}. Tell the person who looks after the computers.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VersionWords</name>
    <message>
        <source>When you asked for a reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{day}, at the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before an older version came back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As it came from a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before words were replaced everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before words were changed that nobody had suggested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When {name} asked for a reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When you gave it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When {name} gave it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When you had answered all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When {name} had answered all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only this version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changed since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From “{version}” to now: new words are underlined, old ones struck out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One is kept each time you ask for a reading, and whenever you want.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version cannot be shown as it was kept. Nothing of the text is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version is not whole on this computer yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is as in “{version}” again. Nothing of the other is lost.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message>
        <source>Versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring this back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep how it is now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No versions yet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>{state}, {moment}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left this computer on a stick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On {name}&apos;s computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On their computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has read it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this computer. Goes when it connects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{names} have read it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the computers of {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clock was wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{author}, {moment}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Space to take it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New {since}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size}, too long: {limit} fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is {size}. One message takes up to {limit}, so it was not put in. What you wrote is still here. Put in a part of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Already saved, {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server cannot read it, nor can anybody who carries it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mentee</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mentor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>coordinator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>guardian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} (guardian)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{some} and {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{people} can read this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connects on most days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>usually connects on {days}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mondays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tuesdays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wednesdays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thursdays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fridays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saturdays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sundays</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WritersDialog</name>
    <message>
        <source>Who may write in it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever writes in it changes your text at once. All others make suggestions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Opening</name>
    <message>
        <source>Opening your desk…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_PersonBlock</name>
    <message>
        <source>It is {time} there now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has not started yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Sheet</name>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
