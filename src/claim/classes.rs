//! The built-in map: which classes of data a data type may fall in. A claim may narrow or widen any row.
//!
//! The borders of these classes are not public, so that some types have two.

use crate::reference::data_type::DataType;

/// Data of users that a promise protects.
const PROTECTED: &str = "protected";
/// Data of creators who signed up for a commercial programme.
const CREATOR: &str = "creator";
/// What anybody can see.
const PUBLIC: &str = "public";
/// Counters of a business.
const COMMERCIAL: &str = "commercial";
/// What two systems need to work together.
const INTEROPERABILITY: &str = "interoperability";

/// The classes of a data type.
pub fn built_in(data_type: DataType) -> &'static [&'static str] {
    match data_type {
        DataType::AccountAuth
        | DataType::ContactIdentity
        | DataType::ContactsSocial
        | DataType::Location
        | DataType::DeviceFingerprint
        | DataType::UsageEvents
        | DataType::MessagesCalls => &[PROTECTED],
        // Identifiers are a user's data, and what systems need to talk to each other.
        DataType::DeviceIdentifiers => &[PROTECTED, INTEROPERABILITY],
        // Counters can be measures of a business, or tell about one person.
        DataType::AdsMeasurement | DataType::Diagnostics => &[PROTECTED, COMMERCIAL],
        // What is posted becomes public; drafts do not.
        DataType::UserContentUpload => &[PROTECTED, PUBLIC],
        DataType::ContentDelivery => &[PUBLIC],
        DataType::ServiceConfig => &[INTEROPERABILITY],
        // Payment hosts serve buyers and creators.
        DataType::PaymentsCommerce => &[PROTECTED, CREATOR],
    }
}
