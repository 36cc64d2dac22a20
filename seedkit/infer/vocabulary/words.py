"""Single words and short lists that phrases are made of, and that columns hold by themselves."""

from __future__ import annotations

from collections.abc import Mapping

Rules = Mapping[str, "str | tuple[str, ...]"]

WORDS: Rules = {
    "word": (
        "harbor", "lantern", "meadow", "copper", "willow", "signal", "anchor", "cedar", "ember", "granite", "orchard",
        "summit", "compass", "river", "saffron", "beacon", "canyon", "thistle", "marble", "juniper", "falcon", "prairie",
        "indigo", "cobalt", "maple", "tundra", "velvet", "quartz", "hollow", "sable", "cascade", "amber", "ridge", "delta",
        "grove", "pebble", "lagoon", "sparrow", "timber", "horizon",
    ),
    "adjective": (
        "quiet", "bright", "sturdy", "compact", "seasonal", "modern", "classic", "portable", "natural", "reliable", "early",
        "northern", "annual", "regional", "shared", "open", "simple", "advanced", "essential", "independent",
    ),
    "colour": (
        "red", "blue", "green", "black", "white", "grey", "navy", "teal", "orange", "purple", "yellow", "beige", "brown",
        "pink", "silver", "gold", "olive", "maroon", "turquoise", "ivory",
    ),
    "material": (
        "walnut", "oak", "steel", "linen", "wool", "ceramic", "leather", "bamboo", "glass", "cotton", "copper", "cork",
        "marble", "canvas", "brass", "felt", "aluminium", "stoneware", "recycled", "birch",
    ),
    "product noun": (
        "desk lamp", "water bottle", "backpack", "notebook", "coffee mug", "office chair", "bookshelf", "wall clock",
        "cutting board", "throw blanket", "travel bag", "picture frame", "side table", "serving tray", "plant pot",
        "tea kettle", "storage box", "floor mat", "phone stand", "headphones", "keyboard", "umbrella", "apron", "candle",
        "toolbox", "lunch box", "pillow", "bench", "stool", "vase", "wallet", "scarf", "raincoat", "sneakers",
    ),
    "category": (
        "Furniture", "Lighting", "Kitchen", "Garden", "Office", "Electronics", "Clothing", "Accessories", "Books", "Toys",
        "Sports", "Outdoor", "Health", "Beauty", "Groceries", "Stationery", "Tools", "Music", "Travel", "Pets", "Art",
        "Baby", "Footwear", "Jewelry", "Automotive", "Bedding", "Bath", "Storage", "Decor", "Games", "Photography",
        "Software", "Services", "Repairs", "Gifts",
    ),
    "tag": (
        "urgent", "new", "featured", "review", "design", "research", "backend", "frontend", "mobile", "billing", "security",
        "performance", "documentation", "beginner", "feedback", "planning", "marketing", "sales", "support", "seasonal",
        "organic", "local", "remote", "internal", "external", "draft", "popular", "archive", "family", "travel", "health",
        "finance", "education", "community", "events", "data", "testing", "release", "onboarding", "priority",
    ),
    "department": (
        "Engineering", "Marketing", "Sales", "Finance", "Human Resources", "Customer Support", "Operations", "Legal",
        "Product", "Design", "Research", "Procurement", "Logistics", "Quality", "Security", "Facilities", "Data",
        "Communications", "Training", "Maintenance",
    ),
    "role": (
        "Administrator", "Manager", "Editor", "Viewer", "Contributor", "Analyst", "Developer", "Support Agent", "Auditor",
        "Moderator", "Owner", "Guest", "Supervisor", "Coordinator", "Reviewer", "Accountant", "Planner", "Operator",
    ),
    "permission": (
        "users.read", "users.write", "users.delete", "orders.read", "orders.write", "reports.read", "reports.export",
        "settings.read", "settings.write", "billing.read", "billing.write", "projects.read", "projects.write",
        "projects.archive", "files.upload", "files.delete", "audit.read", "roles.assign", "members.invite", "api.access",
    ),
    "skill": (
        "Python", "SQL", "Project Management", "Data Analysis", "Copywriting", "Negotiation", "Public Speaking", "Accounting",
        "Photography", "Carpentry", "Welding", "First Aid", "Graphic Design", "Java", "Statistics", "Teaching", "Cooking",
        "Gardening", "Translation", "Customer Service", "Bookkeeping", "Machine Learning", "Editing", "Driving",
    ),
    "genre": (
        "Rock", "Jazz", "Classical", "Blues", "Folk", "Electronic", "Hip Hop", "Soul", "Reggae", "Country", "Drama",
        "Comedy", "Thriller", "Documentary", "Science Fiction", "Fantasy", "Romance", "Mystery", "Adventure", "Horror",
        "Animation", "History", "Biography", "Poetry",
    ),
    "unit": ("pcs", "kg", "g", "l", "ml", "m", "cm", "box", "pack", "set", "hour", "day", "pair", "roll", "bottle"),
    "size": ("XS", "S", "M", "L", "XL", "XXL"),
    "month": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "species": ("dog", "cat", "rabbit", "parrot", "hamster", "turtle", "goldfish", "horse", "guinea pig", "canary"),
    "breed": ("Labrador", "Beagle", "Poodle", "Siamese", "Persian", "Mixed", "Terrier", "Collie", "Maine Coon", "Boxer"),
    "pet": ("Bella", "Max", "Luna", "Charlie", "Milo", "Daisy", "Rocky", "Coco", "Buddy", "Lola", "Oscar", "Ruby", "Toby"),
    "brand": (
        "Northwind", "Alderbrook", "Fernway", "Brightwell", "Kestrel", "Oakline", "Marlow", "Pinecrest", "Silverlake",
        "Tidewater", "Whitfield", "Larkspur", "Greystone", "Hollis", "Redfern", "Summerset", "Vantage", "Westbury",
    ),
    "vehicle": ("Compact", "Sedan", "Hatchback", "Station wagon", "Van", "Pickup", "Bicycle", "Scooter", "Truck", "Bus"),
    "dish": (
        "Tomato soup", "Mushroom risotto", "Lentil curry", "Caesar salad", "Apple pie", "Vegetable lasagne", "Roast chicken",
        "Fish tacos", "Pumpkin ravioli", "Beef stew", "Pad thai", "Falafel wrap", "Banana bread", "Miso ramen", "Shakshuka",
        "Chili con carne", "Greek salad", "Carrot cake", "Margherita pizza", "Pancakes",
    ),
    "ingredient": (
        "flour", "butter", "eggs", "olive oil", "garlic", "onion", "tomato", "basil", "rice", "lentils", "chicken", "salmon",
        "parmesan", "cream", "honey", "ginger", "carrot", "potato", "spinach", "lemon", "sugar", "salt", "black pepper",
    ),
    "course": (
        "Introduction to Statistics", "Modern European History", "Organic Chemistry", "Linear Algebra", "Creative Writing",
        "Principles of Economics", "Data Structures", "Environmental Science", "World Literature", "Art History",
        "Human Anatomy", "Software Engineering", "Music Theory", "Philosophy of Science", "Marketing Basics",
        "Corporate Finance", "Public Health", "Film Studies", "Astronomy", "Genetics", "Machine Learning", "Photography",
    ),
    "diagnosis": (
        "Seasonal allergy", "Hypertension", "Type 2 diabetes", "Asthma", "Migraine", "Sprained ankle", "Influenza",
        "Back pain", "Eczema", "Sinusitis", "Anemia", "Arthritis", "Tonsillitis", "Insomnia", "Gastritis",
    ),
    "medication": (
        "Ibuprofen 400 mg", "Paracetamol 500 mg", "Amoxicillin 250 mg", "Metformin 850 mg", "Lisinopril 10 mg",
        "Atorvastatin 20 mg", "Omeprazole 20 mg", "Cetirizine 10 mg", "Salbutamol inhaler", "Levothyroxine 50 mcg",
    ),
    "sport": ("Football", "Basketball", "Tennis", "Swimming", "Cycling", "Running", "Volleyball", "Rowing", "Climbing"),
    "instrument": ("Guitar", "Piano", "Violin", "Drums", "Cello", "Trumpet", "Flute", "Saxophone", "Bass", "Harp"),
    "religion": ("None", "Christian", "Muslim", "Hindu", "Buddhist", "Jewish", "Other"),
    "blood": ("O+", "A+", "B+", "AB+", "O-", "A-", "B-", "AB-"),
    "payment": ("card", "bank_transfer", "paypal", "cash", "invoice", "apple_pay", "google_pay"),
    "carrier": ("DHL", "UPS", "FedEx", "USPS", "Royal Mail", "DPD", "GLS"),
    "channel": ("web", "mobile", "email", "phone", "in_store", "api", "partner"),
    "provider": ("google", "github", "email", "apple", "microsoft", "facebook"),
    "browser": ("Chrome", "Firefox", "Safari", "Edge", "Opera"),
    "system": ("Windows", "macOS", "iOS", "Android", "Linux"),
    "device": ("desktop", "mobile", "tablet"),
    "method": ("GET", "POST", "PUT", "PATCH", "DELETE"),
    "environment": ("production", "staging", "development"),
    "severity": ("low", "medium", "high", "critical"),
    "level": ("beginner", "intermediate", "advanced"),
    "frequency": ("daily", "weekly", "monthly", "quarterly", "yearly"),
    "extension": ("pdf", "jpg", "png", "docx", "xlsx", "csv", "zip", "mp4", "txt"),
    "mime": (
        "application/pdf", "image/jpeg", "image/png", "text/csv", "text/plain", "application/zip", "video/mp4",
        "application/json",
    ),
    "event type": (
        "page_view", "signup", "login", "logout", "purchase", "search", "download", "upload", "share", "click", "error",
    ),
    "action": (
        "create", "update", "delete", "login", "logout", "export", "import", "approve", "reject", "archive", "restore",
    ),
    "metric": ("cpu_usage", "memory_usage", "disk_io", "latency_ms", "requests", "error_rate", "temperature", "humidity"),
    "setting": (
        "theme", "language", "timezone", "notifications.email", "notifications.push", "items_per_page", "currency",
        "date_format", "two_factor", "newsletter", "auto_save", "default_view", "privacy", "week_start", "sidebar",
    ),
    "feature": (
        "Single sign-on", "Audit log", "Custom domains", "Priority support", "API access", "Advanced reports", "Webhooks",
        "Team workspaces", "Data export", "Two-factor login", "Offline mode", "Dark theme", "Bulk import", "Guest access",
    ),
    "plan": ("Free", "Starter", "Basic", "Standard", "Professional", "Business", "Enterprise", "Premium"),
    "agent": (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
        "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
    ),
    "cron": ("0 * * * *", "0 6 * * *", "30 2 * * 0", "15 8 1 * *", "0 22 * * 1-5", "45 3 * * 6"),
    "branch": ("main", "develop", "feature/login", "feature/export", "fix/time-zones", "release/2.4", "fix/upload"),
    "league": ("Premier League", "First Division", "Second Division", "Regional Cup", "Youth League", "Winter Series"),
    "room": ("Maple Room", "Harbor Room", "Conference A", "Conference B", "Library", "Studio", "Lab 1", "Lab 2", "Main Hall",
             "Workshop", "Lecture Hall", "Board Room", "Lounge", "Training Room"),
}  # fmt: skip
