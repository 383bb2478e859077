namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// The aircraft of one feed by address. When it is full, the aircraft that has been silent for longest is forgotten.
/// It grows up to its limit and takes no more memory from there on.
/// </summary>
internal sealed class AircraftTable
{
    /// <summary>Most aircraft of one feed; a receiver with a free view hears some hundreds.</summary>
    public const int MaxAircraft = 8192;

    /// <summary>No place: the address is not in the table.</summary>
    public const int None = -1;

    private const int FirstSize = 64;
    private const uint Multiplier = 0x9E37_79B1;

    private readonly int maxAircraft;
    private int[] firstOfBucket;
    private Link[] links;
    private Aircraft[] aircraft;
    private int shift;
    private int newest = None;
    private int oldest = None;

    /// <summary>Makes an empty table for so many aircraft, at least 1.</summary>
    public AircraftTable(int maxAircraft = MaxAircraft)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxAircraft, 1);
        this.maxAircraft = maxAircraft;
        links = new Link[Math.Min(FirstSize, maxAircraft)];
        aircraft = new Aircraft[links.Length];
        firstOfBucket = MakeBuckets();
    }

    /// <summary>Number of aircraft in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Aircraft forgotten to make room.</summary>
    public long Forgotten { get; private set; }

    /// <summary>The aircraft at a place.</summary>
    public ref Aircraft this[int place] => ref aircraft[place];

    /// <summary>When the aircraft at a place was last heard.</summary>
    public long HeardAtUs(int place) => links[place].HeardAtUs;

    /// <summary>The place of an address, or <see cref="None"/>.</summary>
    public int Find(uint key)
    {
        var place = firstOfBucket[Bucket(key)];
        while (place != None && links[place].Key != key)
        {
            place = links[place].NextInBucket;
        }

        return place;
    }

    /// <summary>The place of an address that was heard now; new ones take the place of the longest silent.</summary>
    public int Hear(uint key, long atUs)
    {
        var place = Find(key);
        if (place == None)
        {
            place = Count < maxAircraft ? Append() : Forget();
            aircraft[place] = Aircraft.Unknown;
            ref var bucket = ref firstOfBucket[Bucket(key)];
            links[place] = new Link { Key = key, NextInBucket = bucket, Older = newest, Newer = None };
            bucket = place;
            Enlist(place);
        }
        else if (place != newest)
        {
            Delist(place);
            links[place].Older = newest;
            links[place].Newer = None;
            Enlist(place);
        }

        links[place].HeardAtUs = atUs;
        return place;
    }

    private int Append()
    {
        if (Count == links.Length)
        {
            Array.Resize(ref links, Math.Min(Count * 2, maxAircraft));
            Array.Resize(ref aircraft, links.Length);
            firstOfBucket = MakeBuckets();
            for (var place = 0; place < Count; place++)
            {
                ref var bucket = ref firstOfBucket[Bucket(links[place].Key)];
                links[place].NextInBucket = bucket;
                bucket = place;
            }
        }

        return Count++;
    }

    private int[] MakeBuckets()
    {
        var bits = 1;
        while (1 << bits < links.Length * 2)
        {
            bits++;
        }

        shift = 32 - bits;
        var buckets = new int[1 << bits];
        Array.Fill(buckets, None);
        return buckets;
    }

    private int Bucket(uint key) => (int)((key * Multiplier) >> shift);

    private void Enlist(int place)
    {
        if (newest != None)
        {
            links[newest].Newer = place;
        }

        newest = place;
        oldest = oldest == None ? place : oldest;
    }

    private void Delist(int place)
    {
        var (older, newer) = (links[place].Older, links[place].Newer);
        if (older != None)
        {
            links[older].Newer = newer;
        }

        if (newer != None)
        {
            links[newer].Older = older;
        }

        oldest = oldest == place ? newer : oldest;
        newest = newest == place ? older : newest;
    }

    private int Forget()
    {
        var place = oldest;
        Delist(place);
        ref var at = ref firstOfBucket[Bucket(links[place].Key)];
        while (at != place)
        {
            at = ref links[at].NextInBucket;
        }

        at = links[place].NextInBucket;
        Forgotten++;
        return place;
    }

    private struct Link
    {
        public uint Key;
        public int NextInBucket;
        public int Older;
        public int Newer;
        public long HeardAtUs;
    }
}
