"""Threads that belong to one craving.

===================  ==========================================================================
OWN                  craving → thread → Thread (see ``forum_shared``)
===================  ==========================================================================
"""

from __future__ import annotations

from .forum_shared import Thread

OWN: dict[str, dict[str, Thread]] = {
    "nofap": {
        "phone": Thread(
            "tips",
            ("The phone sleeps in the kitchen now", "Cheapest tool ever: an alarm clock", "Moved the charger, changed my nights"),
            (
                "Bought a plain alarm clock and moved the charger out of the bedroom. That one change did more than any promise.",
                "Five nights with the phone in the kitchen. I read, I sleep, and mornings are quiet. Try it for a week.",
                "I was skeptical about the charger trick. It turns out that laziness works for me now: the kitchen is far away at night.",
            ),
            ("Did this in {season} and never went back.", "What do you do when you cannot sleep without a podcast?", "Simple and a bit brilliant. I love it.", "Moved mine tonight. Wish me luck."),
            ("An old radio helps on bad nights, by the way.", "Let me know how your first night goes!", "Thank you. Best few dollars I ever spent."),
            ("Distance is a kind tool, because it works even when you are tired. Keep the charger where it is.", "Great swap. Add a paper book for the hour when you would have scrolled."),
        ),
        "filter": Thread(
            "questions",
            ("Who holds the code to your filter?", "Do content filters work for anybody?", "Filter questions from a beginner"),
            (
                "I set up a filter and I know the code, so it is more of a suggestion. Who did you ask to keep yours?",
                "Filters feel childish to me, but so does losing to the same tab. Do they help you?",
                "Is a filter on the router better than one on each device? I would like to do this once and forget it.",
            ),
            ("Let somebody else keep the code. My brother has mine and never asked why.", "It will not stop you. It buys you ten seconds, and ten seconds are plenty.", "Router first, then the phone. It takes half an hour, and then you forget it.", "I keep half of the code and {friend} keeps the other half. It works on every device."),
            ("That is simpler than I feared.", "I had not thought of it that way. I will ask somebody tonight.", "Half an hour on Saturday, then. Thank you!"),
            ("A filter is a speed bump and not a wall. Let somebody else hold the code, and pair it with a plan.", "Start with the device that you use alone. Ask a person you trust to keep the code."),
        ),
        "partner": Thread(
            "relationships",
            ("I talked to my partner", "An honest evening at home", "Said it out loud at last"),
            (
                "We talked until late. There were tears, and there was tea. I feel ten pounds lighter and a little scared.",
                "I finally said it to the person I love. It went better than the versions in my head.",
                "Told my partner what I am working on and asked for nothing but patience. We are going to check in on {weekday} evenings.",
            ),
            ("That took courage. Be patient with both of you.", "The weekly check-in saved us. Short, honest, then something nice.", "Happy for you. It is fine to feel raw for a while.", "Same talk, two months ago. We laugh more now."),
            ("Thank you. We will keep talking.", "Thank you. It means a lot from people who get it.", "That gives me hope."),
            ("Honesty rebuilds trust one small talk at a time. Keep the check-in short and keep it.", "You gave them the truth. Now give it time, and be gentle with each other."),
        ),
        "boredom": Thread(
            "struggles",
            ("It is always boredom", "Not lust, just a long evening", "Empty evenings are my boss level"),
            (
                "I kept a log like level two says. It is never about desire. It is boredom and a long evening.",
                "Nothing on, nobody home, nothing to do. That is the whole trigger. How did you fill your evenings?",
                "I cleared every filter and habit in the guide, and the one left is plain boredom. Suggestions welcome.",
            ),
            ("{hobby:cap} fixed two of my evenings a week.", "I took a class on the worst night. Now I have no worst night.", "Boredom passes faster when I stand up. Silly, but true.", "Call it recovery. Your brain is used to fireworks."),
            ("Something to do with my hands, then. Thank you.", "That explains a lot.", "Getting off the sofa right now."),
            ("Boredom is a feeling and not an order. Give your hands something to do, and let it pass.", "Fill the emptiest evening first. One class or one friend can change the whole week."),
        ),
    },
    "sugar": {
        "afternoon": Thread(
            "tips",
            ("I beat the three o'clock slump", "Protein at half past two", "The slump is about lunch"),
            (
                "A boiled egg and some nuts at half past two, and three o'clock is just a time again.",
                "It took me months to see that my slump starts at lunch. Real lunch, no slump.",
                "I moved my snack forward by half an hour. No crash, no vending machine, no bad mood.",
            ),
            ("Trying this tomorrow. My coworkers will be confused.", "Same here. A sad salad at noon means cookies at three.", "My desk drawer is now the nut drawer.", "Works for night shifts as well, just shift the clock."),
            ("Let me know how it goes for you!", "Even my boss wants to know the secret now.", "Glad that it helps somebody else, too."),
            ("Eat before the crash and there is no crash to fight. Keep the snack where you can reach it.", "A solid lunch is the best slump shield. Add protein, and see what happens at three."),
        ),
        "labels": Thread(
            "laughs",
            ("Sugar in WHAT now?", "I read a label and need to sit down", "Weirdest place you found sugar"),
            (
                "There is sugar in my mustard. In the bacon. In the bread. I feel personally attacked.",
                "Label Detective level: five things checked, five with sugar. One of them was soup.",
                "Today I learned that my healthy granola is a dessert wearing hiking boots.",
            ),
            ("Ketchup was my villain origin story.", "This thread should be printed on the packaging.", "Wait until you meet the salad dressing.", "Look for the plain version. It is usually on the lowest shelf."),
            ("I may never trust a front label again.", "I am scared to look at the rest of the kitchen.", "Justice for breakfast."),
            ("It hides in savory food, too. Find the plain version of one product each week.", "Good detective work! Swap the worst of them first, and keep the rest for later."),
        ),
        "party": Thread(
            "questions",
            ("What do you say when somebody brings cake?", "Office birthday tomorrow, help", "Family dinner and dessert is a love language"),
            (
                "Birthday in the office tomorrow. If I say no there will be a discussion. What is your one sentence?",
                "My aunt bakes for love. How do I say no to the cake without saying no to her?",
                "I do fine alone, but parties beat me. There is always cake and always somebody watching.",
            ),
            ("No thanks, I am good. Then I ask them something about themselves.", "I take a coffee and hold it like a shield.", "Ask for the recipe instead of a slice. Bakers love that.", "Eat before you go. A full person is hard to feed."),
            ("I will write that on my hand before I go in.", "Shields up!", "I feel ready now. Thank you!"),
            ("Keep one friendly sentence ready, and change the subject. Most people forget the cake in seconds.", "Praise the baker and skip the slice. You can love people and still say no to dessert."),
        ),
        "withdrawal": Thread(
            "struggles",
            ("Day three headache, is that normal?", "Foggy and cranky", "When does it get easier?"),
            (
                "Headache since yesterday, and I snapped at {relative} over nothing. Is this the sugar leaving?",
                "I was promised energy. I have fog. How long was it for you?",
                "Third day without sweets and I could cry over a cereal ad. Please tell me that it ends.",
            ),
            ("Days three to five were the worst for me. Then it lifted.", "Water, salt, sleep. And do not make big decisions today.", "It ends. One morning you wake up and the fog is just gone.", "Warn the people you live with. Mine found it funny, luckily."),
            ("Everybody at home is warned. They are hiding the good cups.", "Good to know that it ends. Going for a walk.", "Water and sleep, yes. Thank you."),
            ("Many people feel foggy for a few days. Rest, drink water, eat real meals and ask a doctor if it worries you.", "It usually passes within the week. Be slow with yourself, and keep meals regular."),
        ),
    },
    "shopping": {
        "cart": Thread(
            "tips",
            ("Leave it in the cart for a day", "The waiting list works", "I stopped buying and started listing"),
            (
                "Everything I want goes on a list with a date. After a week I delete most of it and laugh.",
                "Twenty-four hours in the cart. Nine times out of ten I forget what it was.",
                "My wish list has forty things on it. I bought two. Both were great.",
            ),
            ("Put a date on everything. Without one, a wish list turns into a shopping list.", "Those are odds to be proud of.", "I add why I wanted it. That is humbling to read later.", "Do it on paper. The app shows you ads."),
            ("I will try that this week.", "Of course. Thank you!", "I will report back when the month is over."),
            ("A list with dates turns an impulse into a choice. Read it once a week, and cross things out.", "Waiting costs nothing. If you still want it next week, you will know why."),
        ),
        "sale": Thread(
            "struggles",
            ("Sale season is coming", "Countdown timers work on me", "How do you survive a big sale?"),
            (
                "Every store I know will scream at me next week. I have unsubscribed from most of them. What else?",
                "I know the timer is fake. My thumb does not know. Any tricks?",
                "Last year I saved so much money that I was broke. Not this time.",
            ),
            ("Write down what you need before it starts. Everything else is noise.", "I log out and delete the card the night before.", "I feel this one in my wallet.", "Reload the page in another browser. The timer starts over, and the spell breaks."),
            ("I feel so free already.", "The card is deleted. Bring it on.", "List written: socks. Only socks."),
            ("Decide on your list and your limit before the sale begins. After that, every banner is decoration.", "Timers are meant to hurry you. Close the page, and see if you still want it tomorrow."),
        ),
        "savings": Thread(
            "wins",
            ("Watching the jar grow", "First time I have savings", "I moved the money instead"),
            (
                "Each time I do not buy something, I move the price to savings. I have an actual number there now.",
                "Paid for the car repair from savings, without a card. I have never done that before.",
                "I named my savings account after the trip that I want. Now it is harder to rob.",
            ),
            ("So smart. I am copying this.", "That is grown-up magic.", "I do the same with coffee money. It adds up fast.", "Show the number to somebody. It makes it real."),
            ("I call the account Lighthouse. Nobody robs a lighthouse.", "Thank you! I felt ten feet tall.", "Showed the number to {relative} and got a hug."),
            ("Turning a no into a number is powerful. Keep moving the money on the same day.", "Give your savings a name and a purpose. It is easier to guard something that you love."),
        ),
        "mood": Thread(
            "questions",
            ("I shop when I am sad", "What do you do instead on bad days?", "Is it the thing or the feeling?"),
            (
                "My log says it plainly: bad meeting, then a purchase. What do you do instead?",
                "I do not even open half of the boxes. So it is not about the things, is it?",
                "The happy part is ordering. Once it arrives I feel nothing. How do you handle the feeling itself?",
            ),
            ("I walk {walk} and complain out loud. Free, and it works.", "It was loneliness for me. I call {friend} before I open a store.", "Make something. Ten minutes of {hobby} scratch the same itch.", "Write the feeling on the wish list instead of the thing."),
            ("That hit me. Thank you.", "A bit scary, so it is probably right.", "Going out for a walk now."),
            ("Name the feeling before you open the store. Often a walk or a call is what you needed.", "The order gives you a lift, and so does moving. Try ten minutes of that first."),
        ),
    },
    "smoking_vaping": {
        "coffee": Thread(
            "tips",
            ("Coffee without a cigarette, finally", "I moved my coffee to another window", "Breaking up the coffee combo"),
            (
                "Other mug, other window, other hand. The craving was still there, but it looked confused.",
                "I switched to tea for two weeks and then came back to coffee. The combo is broken.",
                "Coffee was my hardest one. I now drink it while walking, and it lasts for the whole loop.",
            ),
            ("It sounds silly, and it works.", "Two weeks of tea did it for me.", "I drink mine in the shower. Do not judge.", "The morning one was the last to go for me as well."),
            ("I love how inventive we all are.", "Glad I am not the only one.", "Try it outside, it is lovely in {season}."),
            ("Change the place, the hand and the time, and the habit loses its cue. Keep at it for two weeks.", "Great swap. Cravings hang on to small rituals, so build a new one around the mug."),
        ),
        "breaks": Thread(
            "questions",
            ("What do you do on smoke breaks?", "Everybody at work smokes", "How to keep the break and skip the smoke"),
            (
                "All the good gossip happens outside with the smokers. How do I keep the people without the smoke?",
                "My whole crew smokes. I feel like a traitor when I stay inside.",
                "I want my break, just not what came with it. What do you do with those ten minutes?",
            ),
            ("I stand upwind with ice water. They got used to it in a week.", "One of them joined me on my walks. Ask around.", "Stairs up, stairs down, done. I feel smug every time.", "Take the break at another time for a month. Then go back."),
            ("The ice water is packed.", "Somebody already asked if they could come along.", "I will try one of these every day this week."),
            ("Keep the break and the people, change the spot. Bring a drink, and stand where the air is clean.", "Ask one colleague to walk with you. You may not be the only one who wants to quit."),
        ),
        "body": Thread(
            "wins",
            ("I can smell the rain", "Stairs are just stairs now", "Things nobody told me would come back"),
            (
                "Walked out after the storm and could smell the wet street. I had forgotten that it has a smell.",
                "Third floor with groceries and no stop on the landing. I nearly cheered.",
                "Food has corners again. Oranges are outrageous. Nobody told me!",
            ),
            ("Oranges were a religious experience for me.", "Wait until you smell your old coat.", "These moments are the best part. Congratulations!", "I sing in the car again. Poor car."),
            ("Every day there is something new.", "Eating an orange as we speak.", "Thank you, fellow noses."),
            ("Your body is repairing itself, and it shows. Write these moments down for the hard days.", "Taste, smell and breath are your rewards. Notice one of them each day."),
        ),
        "anger": Thread(
            "struggles",
            ("Why am I so angry?", "Short fuse, long day", "I miss it, and I am mad about it"),
            (
                "Two weeks without, and I could bite a lamppost. {relative:cap} is very patient. Does the temper settle?",
                "I do not even want one. I am just angry at everything with a door.",
                "It was my way of leaving the room. Now I have to stay, and it turns out that I am furious.",
            ),
            ("It settled for me around week four.", "Leave the room anyway. You do not need smoke for that.", "Cold air on the face. Open the freezer if you must.", "Ten slow squats, then talk. My family can count on it now."),
            ("Thank you. I laughed, and that is a start.", "Why did I not think of that?", "Holding on until it settles."),
            ("Irritability is common and it fades. Move your body first, and talk after that.", "You can still step outside and breathe. The break was always the part that helped."),
        ),
    },
    "social_media": {
        "mornings": Thread(
            "tips",
            ("Mornings without a phone", "The first hour changed everything", "I bought an alarm clock like it is 1995"),
            (
                "No screen until after breakfast. I have been early to work for a week, and I do not know what to do with that.",
                "The first hour decides my day. Feed first, and I am behind. Bread first, and I am fine.",
                "A clock that only tells the time. Revolutionary. It ticks, and I love it.",
            ),
            ("Nobody warned you about the side effects, did they?", "Breakfast before the feed is a whole philosophy.", "My clock ticks so loudly that it sleeps in the hallway.", "What do you do about messages from family?"),
            ("People know to call if it is urgent. Nobody ever did.", "This should be a level.", "Quiet mornings for everybody!"),
            ("Guard the first hour, and the rest of the day gets easier. Put the phone where the coffee is not.", "A simple clock beats a strong will. Keep the screen out until you have eaten."),
        ),
        "fomo": Thread(
            "struggles",
            ("I am afraid of missing things", "Everybody is there except me", "Do people forget you?"),
            (
                "I deleted two apps, and now I do not know who is engaged, pregnant or angry. Does that feeling fade?",
                "All the invitations happen online. I am scared that people will forget me.",
                "The fear of missing out is worse than the scrolling itself. How did you get past it?",
            ),
            ("The people who matter found my number.", "I missed a hundred posts and zero friends.", "Ask somebody to be your news desk. Mine is {friend}, ten minutes on {weekday}.", "It faded after the second week. Then it turned into relief."),
            ("I know just the person to ask.", "I needed to hear that. Thank you.", "Looking forward to the relief."),
            ("Tell your closest people how to reach you. Most of what you miss, you would not have missed.", "The fear is loud at first and then it fades. Plan one real meeting this week."),
        ),
        "numbers": Thread(
            "wins",
            ("My screen time is down by half", "From five hours to two", "The report made me smile for once"),
            (
                "The Sunday report said two hours a day. I thought that it was broken.",
                "I took the hours back one app at a time. {hobby:cap} got most of them.",
                "Half. I even told {relative}, who asked for the recipe.",
            ),
            ("What was the first app to go?", "That is huge. Frame the report.", "I am not there yet, and jealous in a good way.", "And what do you do with all that time?"),
            ("The video app hurt the most, and only for two days.", "I nap, mostly. And I learned to make dumplings.", "You will get there, one app at a time."),
            ("Great progress! Choose where the time goes on purpose, or the feed will find its way back.", "Write down what you did with the hours. That list is your best reason to continue."),
        ),
        "work": Thread(
            "questions",
            ("I need social media for work", "How to post without scrolling", "Business account, private habit"),
            (
                "I run the account of a small shop. I go in to post, and I come out an hour later. How do you separate the two?",
                "I cannot quit completely because of my job. Does anybody here manage the halfway version?",
                "Is there a way to post and never see the feed? Asking for my evenings.",
            ),
            ("I write everything on Monday and schedule it. Never open the feed.", "Use a computer for work and keep the phone clean. Different doors.", "Timer on the desk, the loud kind.", "Answer comments twice a day and close the tab."),
            ("That is the missing piece. Thank you!", "Scheduling starts next Monday!", "Loud timer ordered. No wait, borrowed."),
            ("Separate the doors: schedule posts on a computer, and keep your phone free of the apps.", "Set two short windows for work, with a timer. Leave when it rings."),
        ),
    },
}  # fmt: skip
