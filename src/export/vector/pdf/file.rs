//! The objects of the file around the page: its faces, its opacities, what it is about. No clock: the same page, the same bytes.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Name, Pdf as File, Rect, Ref, Str, TextStr};
use skrifa::instance::{LocationRef, Size};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use subsetter::subset;

use super::face::{Face, of_em, width};
use super::ink::{fill_name, line_name, part};
use super::letters::face_name;
use super::{Pdf, round};
use crate::export::error::ExportError;
use crate::reference::provenance::sha256_of;

/// Letters of an embedded part of a face are numbered by themselves (ISO 32000-1 §9.7.5.2).
const IDENTITY: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// Letters before the name of a face that is embedded in part (ISO 32000-1 §9.6.4).
const TAG: usize = 6;
/// Thickness of stems, which nobody needs where the face is embedded.
const STEM: f32 = 80.0;

/// What the file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About<'a> {
    /// What it is called.
    pub title: &'a str,
    /// One sentence.
    pub subject: &'a str,
    /// Where it comes from, one thing a line.
    pub lines: &'a [String],
    /// Program and version.
    pub program: &'a str,
}

/// Numbers of objects as they are given out.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

impl Pdf {
    /// The whole file.
    pub fn finish(self, about: &About<'_>) -> Result<Vec<u8>, ExportError> {
        let mut file = File::new();
        let mut numbers = Numbers(0);
        let [catalog, pages, page, content, info] = [(); 5].map(|()| numbers.next());
        let mut root = file.catalog(catalog);
        root.pages(pages).lang(TextStr("en"));
        root.viewer_preferences().display_doc_title(true);
        drop(root);
        file.pages(pages).kids([page]).count(1);
        let faces: Vec<(&Face, Ref)> = self
            .faces
            .used
            .iter()
            .map(|face| (face, numbers.next()))
            .collect();
        self.write_page(&mut file, [page, pages, content], &faces);
        for (face, number) in faces {
            write_face(&mut file, face, number, &mut numbers)?;
        }
        let bytes = packed(&self.content.finish().into_vec())?;
        file.stream(content, &bytes).filter(Filter::FlateDecode);
        let keywords = about.lines.join("; ");
        file.document_info(info)
            .title(TextStr(about.title))
            .subject(TextStr(about.subject))
            .keywords(TextStr(&keywords))
            .creator(TextStr(about.program))
            .producer(TextStr(about.program));
        Ok(file.finish())
    }

    fn write_page(
        &self,
        file: &mut File,
        [page, pages, content]: [Ref; 3],
        faces: &[(&Face, Ref)],
    ) {
        let mut writer = file.page(page);
        writer
            .parent(pages)
            .media_box(Rect::new(0.0, 0.0, self.paper.0, self.paper.1))
            .contents(content);
        let mut group = writer.group();
        group.transparency().color_space().device_rgb();
        drop(group);
        let mut resources = writer.resources();
        let mut fonts = resources.fonts();
        for (place, (_, number)) in faces.iter().enumerate() {
            fonts.pair(Name(face_name(place).as_bytes()), *number);
        }
        drop(fonts);
        let mut states = resources.ext_g_states();
        for alpha in &self.ink.fills {
            let mut state = states.insert(Name(fill_name(*alpha).as_bytes())).dict();
            state.pair(Name(b"ca"), part(*alpha));
        }
        for alpha in &self.ink.lines {
            let mut state = states.insert(Name(line_name(*alpha).as_bytes())).dict();
            state.pair(Name(b"CA"), part(*alpha));
        }
    }
}

/// A face with the letters that were used, and what they stand for.
fn write_face(
    file: &mut File,
    face: &Face,
    number: Ref,
    numbers: &mut Numbers,
) -> Result<(), ExportError> {
    let Some(font) = face.font() else {
        return Ok(());
    };
    let [cid, descriptor, data, meanings] = [(); 4].map(|()| numbers.next());
    let part = subset((*face.data.font).as_ref(), face.data.index, &face.glyphs)
        .map_err(ExportError::Font)?;
    let name = name_of(&font, &part);
    let name = Name(name.as_bytes());
    file.type0_font(number)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(meanings);
    let mut writer = file.cid_font(cid);
    writer
        .subtype(CidFontType::Type2)
        .base_font(name)
        .system_info(IDENTITY)
        .font_descriptor(descriptor)
        .default_width(0.0)
        .cid_to_gid_map_predefined(Name(b"Identity"));
    let widths = face.glyphs.remapped_gids();
    let widths = widths.map(|glyph| width(&font, glyph));
    writer.widths().consecutive(0, widths);
    drop(writer);
    write_descriptor(file, &font, name, descriptor, data);
    let mut map = UnicodeCmap::new(Name(b"Meanings"), IDENTITY);
    for (glyph, character) in &face.meanings {
        map.pair(*glyph, *character);
    }
    let map = packed(&map.finish().into_vec())?;
    file.cmap(meanings, &map).filter(Filter::FlateDecode);
    let length = i32::try_from(part.len()).unwrap_or(i32::MAX);
    let bytes = packed(&part)?;
    let mut stream = file.stream(data, &bytes);
    stream.filter(Filter::FlateDecode);
    stream.pair(Name(b"Length1"), length);
    Ok(())
}

fn write_descriptor(file: &mut File, font: &FontRef<'_>, name: Name<'_>, number: Ref, data: Ref) {
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    let em = |units: f32| of_em(font, units);
    let bounds = metrics.bounds.unwrap_or_default();
    file.font_descriptor(number)
        .name(name)
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(
            em(bounds.x_min),
            em(bounds.y_min),
            em(bounds.x_max),
            em(bounds.y_max),
        ))
        .italic_angle(round(metrics.italic_angle))
        .ascent(em(metrics.ascent))
        .descent(em(metrics.descent))
        .cap_height(em(metrics.cap_height.unwrap_or(metrics.ascent)))
        .stem_v(STEM)
        .font_file2(data);
}

/// `ABCDEF+OpenSans-Regular`: the tag is told by what is embedded.
fn name_of(font: &FontRef<'_>, part: &[u8]) -> String {
    let names = font.localized_strings(StringId::POSTSCRIPT_NAME);
    let name: String = names
        .english_or_first()
        .map(|name| name.chars().collect())
        .unwrap_or_default();
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let name: String = name.chars().filter(is_plain).collect();
    let tag = sha256_of(part);
    let letter = |digit: u8| match digit {
        b'0'..=b'9' => char::from(digit - b'0' + b'A'),
        digit => char::from(digit.to_ascii_uppercase() + 10),
    };
    let tag: String = tag.bytes().take(TAG).map(letter).collect();
    format!("{tag}+{name}")
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>, ExportError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    packed.map_err(ExportError::Packed)
}
