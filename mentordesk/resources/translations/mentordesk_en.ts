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
        <source>Today</source>
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
    <name>SignIn</name>
    <message>
        <source>Your message is kept safe on this computer and goes when it connects.</source>
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
    <message numerus="yes">
        <source>Offline, %n waiting</source>
        <translation>
            <numerusform>Offline, %n waiting</numerusform>
            <numerusform>Offline, %n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
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
        <source>All words have left this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything has left this computer.</source>
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
        <translation>
            <numerusform>One envelope of somebody else went along. Its answer waits here.</numerusform>
            <numerusform>%n envelopes of others went along. Their answers wait here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Carrying %n envelopes of others. They go with the line; nobody here can read them.</source>
        <translation>
            <numerusform>Carrying %n envelope of others. It goes with the line; nobody here can read it.</numerusform>
            <numerusform>Carrying %n envelopes of others. They go with the line; nobody here can read them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On a stick, on the way: %n</source>
        <translation>
            <numerusform>On a stick, on the way: %n</numerusform>
            <numerusform>On a stick, on the way: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>The server cannot read it, nor can anybody who carries it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing waits to leave this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not left this computer yet: {count} ({size})</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n files are not at the server yet. They go on when you are signed in and connected.</source>
        <translation>
            <numerusform>%n file is not at the server yet. It goes on when you are signed in and connected.</numerusform>
            <numerusform>%n files are not at the server yet. They go on when you are signed in and connected.</numerusform>
        </translation>
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
</TS>
