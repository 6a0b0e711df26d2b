using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Documents;
using SiteBuilder.ServiceDefaults.Http;
using SiteBuilder.ServiceDefaults.Input;
using SiteBuilder.Sites.Editing;
using SiteBuilder.Sites.Http;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Pages.Blocks;
using SiteBuilder.Sites.Sharding;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Forms;

/// <summary>Visitors send forms of published pages; editors of the brand read what came in.</summary>
internal static class FormEndpoints
{
    private const int Shown = 200;

    public static void MapForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup("/api/sites/{site}/pages/{slug}/forms/{form}").NeedsBrand();
        // no antiforgery token: whoever can see the page may send its form, and no cookie counts
        forms.MapPost("/", SendAsync).DisableAntiforgery().Does("Sends a form of a published page; no token is needed.")
            .Accepts<Dictionary<string, string>>("application/json", "application/x-www-form-urlencoded").ProducesValidationProblem()
            .Gives<EntryView>(201).Produces(303).Refuses(404);
        forms.MapGet("/", ListAsync).Does("Lists what came in, for editors.").Gives<EntryList>().Refuses(401, 403);
    }

    private static async Task<IResult> SendAsync(
        string site, string slug, string form, HttpContext context, Shards shards, TimeProvider clock, CancellationToken cancellationToken)
    {
        var at = new PageAddress(context.Brand(), site, slug);
        await using var database = shards.Open(at.Brand.Shard);
        var page = await database.Pages.AsNoTracking().At(at).SingleOrDefaultAsync(cancellationToken);
        if (Find(page?.PublishedBlocks, form) is not { } block)
        {
            return Answers.Missing(context, "form", form);
        }

        return context.Request.HasFormContentType
            ? await SaveAsync(Text(await context.Request.ReadFormAsync(cancellationToken)))
            : await InputBody.ReadAsync(context, "an object with the fields of the form", body => SaveAsync(Text(body)));

        async Task<IResult> SaveAsync(Dictionary<string, string> sent)
        {
            var problems = new InputProblems();
            var values = EntryReader.Read(block, sent, problems);
            if (!problems.None)
            {
                return problems.ToAnswer("The form was not sent");
            }

            var entry = new FormEntry { Id = Guid.CreateVersion7(clock.GetUtcNow()), Brand = at.Brand.Name, Site = site, Slug = slug, Form = form, Values = values, At = clock.GetUtcNow() };
            database.Entries.Add(entry);
            await database.SaveAsync(at.Brand.Name, cancellationToken);
            // a browser goes back to the page, which shows its thanks there
            return context.Request.HasFormContentType
                ? new SeeOther($"{SitePath.Of(site, slug)}#{form}-sent")
                : TypedResults.Json(new EntryView(entry.Id, entry.At, entry.Values), SitesJson.Default.EntryView, statusCode: StatusCodes.Status201Created);
        }
    }

    private static async Task<IResult> ListAsync(string site, string slug, string form, HttpContext context, Shards shards, CancellationToken cancellationToken)
    {
        if (context.WhoAsks() is not Caller.Editor and var caller)
        {
            return EditorOnly.Refuse(context, caller);
        }

        var brand = context.Brand();
        await using var database = shards.Open(brand.Shard);
        var entries = await database.Entries.AsNoTracking()
            .Where(entry => entry.Brand == brand.Name && entry.Site == site && entry.Slug == slug && entry.Form == form)
            .OrderByDescending(entry => entry.Id).Take(Shown).ToListAsync(cancellationToken);
        return TypedResults.Ok(new EntryList(form, [.. entries.Select(entry => new EntryView(entry.Id, entry.At, entry.Values))]));
    }

    private static FormBlock? Find(IReadOnlyList<Block>? blocks, string form) => (blocks ?? [])
        .SelectMany(block => block is ColumnsBlock columns ? columns.Columns.SelectMany(column => column.Blocks) : [block])
        .OfType<FormBlock>().FirstOrDefault(block => block.Name == form);

    private static Dictionary<string, string> Text(IFormCollection sent) => sent.ToDictionary(field => field.Key, field => field.Value.ToString());

    private static Dictionary<string, string> Text(JsonElement sent) => sent.ValueKind == JsonValueKind.Object
        ? sent.EnumerateObject().GroupBy(field => field.Name).ToDictionary(field => field.Key, field => field.Last().Value.ToString())
        : [];
}
