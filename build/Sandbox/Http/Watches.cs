using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Http.Tables;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Streams of changes: one JSON object per line.</summary>
internal sealed class Watches(ClusterState state, ApiOptions options, CancellationToken stopping)
{
    public async Task RunAsync(HttpContext context, ApiTarget target, ListQuery query, MediaType accept)
    {
        var from = Start(query);
        var stream = new WatchStream(context, target, query, accept);
        List<StoredObject> initial = [];
        Subscription? changes;
        var version = from;
        if (from == 0)
        {
            (initial, version, changes) = state.Store.Subscribe([target.Kind.ObjectKind]);
        }
        else if (state.Store.SubscribeAfter(target.Kind.ObjectKind, from, out var oldest) is { } after)
        {
            changes = after;
        }
        else
        {
            await stream.BeginAsync();
            await stream.ErrorAsync(Refusal.Expired($"too old resource version: {from} ({oldest})"));
            return;
        }
        using (changes)
        {
            await stream.BeginAsync();
            if (from == 0) await stream.InitialAsync(initial, version);
            await FollowAsync(context, stream, query, changes, version);
        }
    }

    private async Task FollowAsync(HttpContext context, WatchStream stream, ListQuery query, Subscription changes, long version)
    {
        var lasting = query.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.WatchTime;
        using var end = new CancellationTokenSource(lasting, state.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(end.Token, context.RequestAborted, stopping);
        using var bookmarks = new PeriodicTimer(options.BookmarkInterval, state.Time);
        try
        {
            var tick = query.Bookmarks ? bookmarks.WaitForNextTickAsync(stop.Token).AsTask() : null;
            var more = changes.Reader.WaitToReadAsync(stop.Token).AsTask();
            while (true)
            {
                if (tick is not null && await Task.WhenAny(more, tick) == tick)
                {
                    if (!await tick) return;
                    if (!more.IsCompleted) await stream.BookmarkAsync(Math.Max(version, state.Version), initialEnd: false);
                    tick = bookmarks.WaitForNextTickAsync(stop.Token).AsTask();
                    continue;
                }
                if (!await more)
                {
                    await stream.ErrorAsync(Refusal.Expired("too old resource version: the watch fell behind"));
                    return;
                }
                while (changes.Reader.TryRead(out var change))
                {
                    version = change.ResourceVersion;
                    stream.Write(change);
                }
                await stream.FlushAsync(stop.Token);
                more = changes.Reader.WaitToReadAsync(stop.Token).AsTask();
            }
        }
        catch (OperationCanceledException)
        {
            // its time is over, the client has gone, or the server stops: a watch simply ends
        }
    }

    /// <summary>The version after which the watch begins; 0 where it begins with all objects.</summary>
    private long Start(ListQuery query)
    {
        var version = 0L;
        if (query.ResourceVersion.Length > 0 && !long.TryParse(query.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out version)) throw ListQuery.NotANumber(query.ResourceVersion, 500);
        if (query.SendInitialEvents == true) return 0;
        return version == 0 && query.SendInitialEvents == false ? state.Version : version;
    }

    /// <summary>Writes the events of one watch.</summary>
    private sealed class WatchStream(HttpContext context, ApiTarget target, ListQuery query, MediaType accept)
    {
        private readonly IBufferWriter<byte> _output = context.Response.BodyWriter;
        private bool _columnsSent;

        public async Task BeginAsync()
        {
            context.Response.StatusCode = 200;
            context.Response.ContentType = "application/json";
            await context.Response.StartAsync(context.RequestAborted);
            await FlushAsync(context.RequestAborted);
        }

        public async Task InitialAsync(List<StoredObject> objects, long version)
        {
            foreach (var obj in objects.Where(Selects)) Event("ADDED", obj);
            if (query is { SendInitialEvents: not false, Bookmarks: true }) await BookmarkAsync(version, initialEnd: true);
            await FlushAsync(context.RequestAborted);
        }

        /// <summary>A change as this watch sees it: an object that begins or ceases to match is one that comes or goes.</summary>
        public void Write(StoredChange change)
        {
            var now = change.Type != ChangeType.Deleted && Selects(change.Current);
            var before = change.Previous is { } previous && Selects(previous);
            if (now) Event(before ? "MODIFIED" : "ADDED", change.Current);
            else if (before) Event("DELETED", change.Type == ChangeType.Deleted ? change.Current : change.Previous!.WithVersion(change.ResourceVersion));
        }

        public async Task BookmarkAsync(long version, bool initialEnd)
        {
            var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
            if (initialEnd) metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
            JsonObject obj = new() { ["kind"] = target.Kind.Kind, ["apiVersion"] = target.Kind.GroupVersion, ["metadata"] = metadata };
            if (accept.As.Length > 0)
            {
                obj["kind"] = "PartialObjectMetadata";
                obj["apiVersion"] = "meta.k8s.io/v1";
            }
            if (accept.IsTable)
            {
                // only the end of the initial objects is a row: that of an object with nothing but the mark
                obj = new()
                {
                    ["kind"] = "Table",
                    ["apiVersion"] = "meta.k8s.io/v1",
                    ["metadata"] = new JsonObject { ["resourceVersion"] = metadata["resourceVersion"]!.DeepClone() },
                    ["columnDefinitions"] = null,
                    ["rows"] = initialEnd ? new JsonArray(TableBuilder.Row(target.Kind, obj)) : null,
                };
            }
            Line("BOOKMARK", JsonText.Utf8(obj));
            await FlushAsync(context.RequestAborted);
        }

        public async Task ErrorAsync(StatusException refusal)
        {
            Line("ERROR", JsonText.Utf8(Answer.Status(refusal)));
            await FlushAsync(context.RequestAborted);
        }

        public async Task FlushAsync(CancellationToken cancellationToken) => await context.Response.BodyWriter.FlushAsync(cancellationToken);

        private bool Selects(StoredObject obj) =>
            (target.Namespace is null || !target.Kind.Namespaced || obj.Key.Namespace == target.Namespace) && (query.SelectsAll || query.Matches(obj));

        private void Event(string type, StoredObject obj)
        {
            if (accept.IsTable)
            {
                Line(type, JsonText.Utf8(TableBuilder.Build(target.Kind, [obj], accept, obj.Metadata.Text("resourceVersion") ?? "", null, 0, columns: !_columnsSent)));
                _columnsSent = true;
            }
            else if (accept.As.Length > 0)
            {
                Line(type, JsonText.Utf8(Answer.Partial(obj)));
            }
            else
            {
                Head(type);
                Answer.WriteObject(_output, target.Kind, obj, withType: true);
                _output.Write("}\n"u8);
            }
        }

        private void Line(string type, byte[] obj)
        {
            Head(type);
            _output.Write(obj);
            _output.Write("}\n"u8);
        }

        private void Head(string type) => _output.Write(Encoding.ASCII.GetBytes($"{{\"type\":\"{type}\",\"object\":"));
    }
}
