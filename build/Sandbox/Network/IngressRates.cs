using System.Net;

namespace SiteBuilder.Sandbox.Network;

/// <summary>Counts what addresses ask. An address has a time at which all it has asked is paid for at the rate; it may be ahead of it by what it may send at once.</summary>
internal sealed class IngressRates(TimeProvider time)
{
    private const int Many = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<(IngressRate Rate, IPAddress Client), DateTimeOffset> _paid = [];

    public bool Takes(IngressRate rate, IPAddress client)
    {
        DateTimeOffset now = time.GetUtcNow();
        TimeSpan each = rate.Per / rate.Requests;
        lock (_lock)
        {
            DateTimeOffset paid = _paid.TryGetValue((rate, client), out DateTimeOffset known) && known > now ? known : now;
            if (paid - now > each * (rate.AtOnce - 1))
            {
                return false;
            }

            _paid[(rate, client)] = paid + each;
            if (_paid.Count > Many)
            {
                foreach ((IngressRate, IPAddress) key in _paid.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToList())
                {
                    _paid.Remove(key);
                }
            }

            return true;
        }
    }
}
